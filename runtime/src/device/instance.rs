//! The Vulkan instance: loader, layers, messages.

use std::env;
use std::ffi::{CStr, CString, c_char};
use std::fmt;
use std::sync::Arc;

use ash::{ext, khr, vk};

use super::messages::{LayerFault, Messages};
use super::validation::{SynchronizationValidation, Validation};
use crate::error::version;
use crate::tracker::{HostCallbacks, Phase, Tracker};
use crate::{Error, Result, VulkanContext as _};

/// How an instance is made.
#[derive(Clone, Debug)]
pub struct InstanceOptions<'a> {
    /// The program's name, for drivers and tools.
    pub name: &'a str,
    /// Instance extensions that must be there, such as those of `ash_window::enumerate_required_extensions`.
    pub extensions: &'a [&'a CStr],
    /// Whether the validation layer watches, synchronization validation on.
    pub validation: Validation,
    /// Faults of the layer itself, whose messages are counted apart.
    pub layer_faults: &'a [LayerFault],
    /// Whether messages are written to stderr too.
    pub log_messages: bool,
    /// Whether the driver's host allocations are counted, through `VkAllocationCallbacks`.
    pub count_host_allocations: bool,
}

impl Default for InstanceOptions<'_> {
    fn default() -> Self {
        Self {
            name: "vixen",
            extensions: &[],
            validation: Validation::Auto,
            layer_faults: &[],
            log_messages: true,
            count_host_allocations: false,
        }
    }
}

/// A Vulkan instance. A clone is the same instance; it is destroyed with the last clone and the last
/// device made from it.
///
/// A process that uses Vulkan in several threads keeps one clone until those threads have ended: the loader closes a driver's
/// library with its last instance, and what drivers register for the end of a thread lies in it. Seen with NVIDIA's driver 580: a
/// thread that ended afterwards crashed.
#[derive(Clone)]
pub struct Instance {
    inner: Arc<Inner>,
}

struct Inner {
    raw: ash::Instance,
    entry: ash::Entry,
    /// Whether it is destroyed with the last clone.
    owned: bool,
    /// Whether objects can have debug names.
    has_debug_utils: bool,
    messenger: Option<(ext::debug_utils::Instance, vk::DebugUtilsMessengerEXT)>,
    surface: Option<khr::surface::Instance>,
    validated: bool,
    messages: Arc<Messages>,
    tracker: Tracker,
    host_callbacks: Option<HostCallbacks>,
}

impl Instance {
    /// Opens the system's Vulkan loader and makes an instance.
    pub fn new(options: &InstanceOptions<'_>) -> Result<Self> {
        // SAFETY: the loader is the system's own, whose initialisation has no preconditions; the entry is
        // kept as long as the instance.
        let entry = unsafe { ash::Entry::load() }?;
        // SAFETY: the entry comes from the loader.
        unsafe { Self::with_entry(entry, options) }
    }

    /// Makes an instance through entry points that the caller provides: a loader at another path, or a
    /// shim that watches the calls.
    ///
    /// # Safety
    ///
    /// The entry's functions behave as Vulkan's do, for as long as the instance or a device of it lives.
    pub unsafe fn with_entry(entry: ash::Entry, options: &InstanceOptions<'_>) -> Result<Self> {
        let tracker = Tracker::new();
        let _setup = tracker.enter(Phase::Setup);
        check_loader_version(&entry)?;
        let available = Available::query(&entry)?;
        let validated = options.validation.resolve(available.has_validation_layer)?;
        let extensions = available.choose(options.extensions, validated)?;
        let host_callbacks = options.count_host_allocations.then(|| tracker.host_callbacks());
        let messages = Arc::new(Messages::new(options.layer_faults, options.log_messages));

        let has_debug_utils = extensions.contains(&ext::debug_utils::NAME);
        let chain = Chain {
            sync: validated.then_some(available.sync_validation),
            messages: has_debug_utils.then_some(&*messages),
        };
        tracker.count_objects(1);
        let callbacks = host_callbacks.as_ref().map(HostCallbacks::raw);
        let raw = create(&entry, options.name, &extensions, validated, &chain, callbacks.as_ref())?;
        let owned = true;
        // From here on dropping destroys the instance, whatever fails.
        let mut inner = Inner {
            surface: extensions
                .contains(&khr::surface::NAME)
                .then(|| khr::surface::Instance::new(&entry, &raw)),
            raw,
            entry,
            owned,
            has_debug_utils,
            messenger: None,
            validated,
            messages,
            tracker: tracker.clone(),
            host_callbacks,
        };
        if has_debug_utils {
            inner.create_messenger()?;
        }
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Takes an instance that was made elsewhere, for devices and surfaces that Vixen makes or adopts. It is not
    /// destroyed with the last clone: who made it does that, afterwards. What its layers say goes to its own
    /// messengers.
    ///
    /// # Safety
    ///
    /// The instance was made through this entry, for Vulkan 1.3 or later, with these extensions and without allocation
    /// callbacks. It lives until the last clone and the last device of it is dropped.
    pub unsafe fn adopt(
        entry: ash::Entry,
        instance: ash::Instance,
        extensions: &[&CStr],
    ) -> Result<Self> {
        check_loader_version(&entry)?;
        let has = |name: &CStr| extensions.contains(&name);
        let inner = Inner {
            surface: has(khr::surface::NAME)
                .then(|| khr::surface::Instance::new(&entry, &instance)),
            has_debug_utils: has(ext::debug_utils::NAME),
            raw: instance,
            entry,
            owned: false,
            messenger: None,
            validated: false,
            messages: Arc::new(Messages::new(&[], false)),
            tracker: Tracker::new(),
            host_callbacks: None,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The instance itself.
    #[must_use]
    pub fn raw(&self) -> &ash::Instance {
        &self.inner.raw
    }

    /// The loader's entry points.
    #[must_use]
    pub fn entry(&self) -> &ash::Entry {
        &self.inner.entry
    }

    /// What the validation layer has said. Keep a clone to read what destruction says.
    #[must_use]
    pub fn messages(&self) -> &Arc<Messages> {
        &self.inner.messages
    }

    /// Counts of this instance and its devices.
    #[must_use]
    pub fn tracker(&self) -> &Tracker {
        &self.inner.tracker
    }

    /// Whether the validation layer watches.
    #[must_use]
    pub fn is_validated(&self) -> bool {
        self.inner.validated
    }

    /// Whether objects can have debug names.
    pub(super) fn has_debug_utils(&self) -> bool {
        self.inner.has_debug_utils
    }

    /// The surface functions, if the instance was made with surface extensions.
    #[must_use]
    pub fn surface_functions(&self) -> Option<&khr::surface::Instance> {
        self.inner.surface.as_ref()
    }

    pub(super) fn callbacks(&self) -> Option<vk::AllocationCallbacks<'_>> {
        self.inner.callbacks()
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance")
            .field("handle", &self.raw().handle())
            .field("validated", &self.is_validated())
            .finish_non_exhaustive()
    }
}

impl Inner {
    fn callbacks(&self) -> Option<vk::AllocationCallbacks<'_>> {
        self.host_callbacks.as_ref().map(HostCallbacks::raw)
    }

    fn create_messenger(&mut self) -> Result<()> {
        let functions = ext::debug_utils::Instance::new(&self.entry, &self.raw);
        self.tracker.count_objects(1);
        let info = self.messages.create_info();
        // SAFETY: the instance is alive; the messages that the callback writes to outlive the messenger,
        // since both are fields of this value and `drop` destroys the messenger first.
        let messenger =
            unsafe { functions.create_debug_utils_messenger(&info, self.callbacks().as_ref()) }
                .at("vkCreateDebugUtilsMessengerEXT", "")?;
        self.messenger = Some((functions, messenger));
        Ok(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let _cleanup = self.tracker.enter(Phase::Cleanup);
        let callbacks = self.callbacks();
        // SAFETY: every device holds a clone of the instance, so none is left; the callbacks are those that
        // creation was given.
        unsafe {
            if let Some((functions, messenger)) = &self.messenger {
                functions.destroy_debug_utils_messenger(*messenger, callbacks.as_ref());
            }
            if self.owned {
                self.raw.destroy_instance(callbacks.as_ref());
            }
        }
    }
}

fn check_loader_version(entry: &ash::Entry) -> Result<()> {
    // SAFETY: the entry's functions are Vulkan's.
    let found = unsafe { entry.try_enumerate_instance_version() }
        .at("vkEnumerateInstanceVersion", "")?
        .unwrap_or(vk::API_VERSION_1_0);
    if found < vk::API_VERSION_1_3 {
        return Err(Error::LoaderTooOld { found: version(found) });
    }
    Ok(())
}

/// What loader and layers offer.
struct Available {
    extensions: Vec<vk::ExtensionProperties>,
    has_validation_layer: bool,
    sync_validation: SynchronizationValidation,
}

impl Available {
    fn query(entry: &ash::Entry) -> Result<Self> {
        // SAFETY: the entry's functions are Vulkan's.
        let (extensions, layers) = unsafe {
            (
                entry.enumerate_instance_extension_properties(None),
                entry.enumerate_instance_layer_properties(),
            )
        };
        let extensions = extensions.at("vkEnumerateInstanceExtensionProperties", "")?;
        let has_validation_layer = layers
            .at("vkEnumerateInstanceLayerProperties", "")?
            .iter()
            .any(|layer| layer.layer_name_as_c_str() == Ok(super::VALIDATION_LAYER));
        let sync_validation = if has_validation_layer {
            SynchronizationValidation::query(entry)?
        } else {
            SynchronizationValidation::Unavailable
        };
        Ok(Self { extensions, has_validation_layer, sync_validation })
    }

    fn has(&self, name: &CStr) -> bool {
        self.extensions.iter().any(|extension| extension.extension_name_as_c_str() == Ok(name))
    }

    /// The extensions to turn on: what was asked for, and what Vixen uses where it is there.
    fn choose<'a>(&self, asked: &[&'a CStr], validated: bool) -> Result<Vec<&'a CStr>> {
        if let Some(missing) = asked.iter().find(|name| !self.has(name)) {
            let name = missing.to_string_lossy().into_owned();
            return Err(Error::MissingInstanceExtension(name));
        }
        let mut chosen = asked.to_vec();
        // Without it a surface names formats of the sRGB colour space alone.
        if asked.contains(&khr::surface::NAME) && self.has(ext::swapchain_colorspace::NAME) {
            chosen.push(ext::swapchain_colorspace::NAME);
        }
        if self.has(ext::debug_utils::NAME) {
            chosen.push(ext::debug_utils::NAME);
        }
        // Devices that are no whole Vulkan devices, MoltenVK's, are listed only for who asks. Whether one does for a
        // graph is told like any other need.
        if self.has(khr::portability_enumeration::NAME) {
            chosen.push(khr::portability_enumeration::NAME);
        }
        if validated {
            chosen.extend(self.sync_validation.extension());
        }
        chosen.sort_unstable();
        chosen.dedup();
        Ok(chosen)
    }
}

/// What is chained to `VkInstanceCreateInfo`.
struct Chain<'a> {
    sync: Option<SynchronizationValidation>,
    /// So that the creation and destruction of the instance itself are watched.
    messages: Option<&'a Messages>,
}

fn create(
    entry: &ash::Entry,
    name: &str,
    extensions: &[&CStr],
    validated: bool,
    chain: &Chain<'_>,
    callbacks: Option<&vk::AllocationCallbacks<'_>>,
) -> Result<ash::Instance> {
    let name = CString::new(name.replace('\0', " ")).unwrap_or_default();
    let application = vk::ApplicationInfo::default()
        .application_name(&name)
        .engine_name(c"Vixen")
        .api_version(vk::API_VERSION_1_3);
    let listed = extensions.contains(&khr::portability_enumeration::NAME);
    let flags = if listed {
        vk::InstanceCreateFlags::ENUMERATE_PORTABILITY_KHR
    } else {
        vk::InstanceCreateFlags::empty()
    };
    let extensions: Vec<*const c_char> = extensions.iter().map(|name| name.as_ptr()).collect();
    let layers: &[*const c_char] =
        if validated { &[super::VALIDATION_LAYER.as_ptr()] } else { &[] };
    let mut info = vk::InstanceCreateInfo::default()
        .flags(flags)
        .application_info(&application)
        .enabled_extension_names(&extensions)
        .enabled_layer_names(layers);

    let mut messenger = chain.messages.map(Messages::create_info);
    if let Some(messenger) = &mut messenger {
        info = info.push_next(messenger);
    }
    let mut features = SynchronizationValidation::features();
    let setting = SynchronizationValidation::layer_setting();
    let mut settings = vk::LayerSettingsCreateInfoEXT::default().settings(&setting);
    match chain.sync {
        Some(SynchronizationValidation::ValidationFeatures) => info = info.push_next(&mut features),
        Some(SynchronizationValidation::LayerSettings) => info = info.push_next(&mut settings),
        Some(SynchronizationValidation::Unavailable) | None => {}
    }
    // SAFETY: names end in a nul and live through the call, as does everything chained; extensions and
    // layers were enumerated.
    unsafe { entry.create_instance(&info, callbacks) }.at("vkCreateInstance", "")
}

/// The value of an environment variable, if it is set to something.
pub(super) fn environment(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
