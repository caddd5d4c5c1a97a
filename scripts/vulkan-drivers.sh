# What the machine has of Vulkan drivers. Sourced by vulkan-setup and with-vulkan; POSIX sh.

# The directories in which the loader looks for drivers on Linux.
vulkan_driver_directories() {
    printf '%s\n' \
        "${XDG_CONFIG_HOME:-$HOME/.config}/vulkan/icd.d" \
        /etc/xdg/vulkan/icd.d \
        /usr/local/etc/vulkan/icd.d \
        /etc/vulkan/icd.d \
        "${XDG_DATA_HOME:-$HOME/.local/share}/vulkan/icd.d" \
        /usr/local/share/vulkan/icd.d \
        /usr/share/vulkan/icd.d
}

# The manifests of all drivers, one a line.
vulkan_drivers() {
    vulkan_driver_directories | while IFS= read -r directory; do
        for manifest in "$directory"/*.json; do
            if [ -f "$manifest" ]; then printf '%s\n' "$manifest"; fi
        done
    done
}

# The manifest of lavapipe, Mesa's driver for the CPU; nothing where it is not installed.
lavapipe_driver() {
    vulkan_drivers | grep '/lvp_icd[^/]*$' | head -n 1 || true
}

# Whether the user has named the drivers for the loader.
drivers_are_named() {
    [ -n "${VK_DRIVER_FILES:-}${VK_ICD_FILENAMES:-}" ]
}

# Whether the kernel offers a GPU: a render node, NVIDIA's own node, or that of WSL.
has_gpu() {
    for node in /dev/dri/renderD* /dev/nvidia0 /dev/dxg; do
        if [ -e "$node" ]; then return 0; fi
    done
    return 1
}
