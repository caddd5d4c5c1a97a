// The sky, the sun's light and the air between. Radiance, in units in which sunlit white is about 4.
const vec3 SUN_LIGHT = vec3(5.2, 3.9, 2.55);
const vec3 ZENITH = vec3(0.13, 0.34, 0.82);
const vec3 HORIZON = vec3(0.80, 0.98, 1.20);
const vec3 HORIZON_SUN = vec3(1.75, 1.20, 0.74);
const vec3 GROUND_LIGHT = vec3(0.20, 0.17, 0.13);

// Sky without clouds and sun disc: what haze and rough reflections take.
vec3 sky_gradient(vec3 direction) {
    float height = max(direction.y, 0.0);
    float towards_sun = 0.5 + 0.5 * dot(normalize(direction.xz + vec2(1e-5)), normalize(frame.sun.xz));
    vec3 horizon = mix(HORIZON, HORIZON_SUN, pow(towards_sun, 3.0) * 0.8);
    vec3 color = mix(horizon, ZENITH, 1.0 - exp(-3.6 * height));
    float glow = max(dot(direction, frame.sun.xyz), 0.0);
    return color + SUN_LIGHT * (0.10 * pow(glow, 8.0) + 0.12 * pow(glow, 96.0));
}

vec3 sky(vec3 direction) {
    vec3 color = sky_gradient(direction);
    if (direction.y > 0.01) {
        vec2 place = direction.xz / (direction.y + 0.12) * 1.7 + frame.eye.w * vec2(0.02, 0.01);
        float thickness = cloud_noise(place);
        float cover = smoothstep(0.48, 0.78, thickness) * smoothstep(0.01, 0.22, direction.y);
        float towards_light = cloud_noise(place + normalize(frame.sun.xz) * 0.22);
        float lit = clamp(0.55 + 2.2 * (thickness - towards_light), 0.15, 1.0);
        vec3 cloud = mix(vec3(0.62, 0.68, 0.82), SUN_LIGHT * 0.52, lit);
        color = mix(color, cloud, 0.85 * cover);
        float disc = 1.0 - frame.sun.w * frame.sun.w * 2.0;
        color += SUN_LIGHT * 12.0 * smoothstep(disc, disc + 1e-4, dot(direction, frame.sun.xyz))
            * (1.0 - cover);
    }
    return color;
}

// Light from all of the sky on a face with this normal, for a reflectance of 1.
vec3 sky_light(vec3 normal) {
    vec3 up = vec3(0.42, 0.58, 0.95) * 0.95;
    vec3 side = mix(HORIZON, HORIZON_SUN, 0.5 + 0.5 * dot(normal, frame.sun.xyz)) * 0.36;
    vec3 light = normal.y > 0.5 ? up : (normal.y < -0.5 ? GROUND_LIGHT : mix(side, up, 0.35));
    // What the sunlit ground sends back.
    float back = max(dot(normal, vec3(-frame.sun.x, -0.35, -frame.sun.z)), 0.0);
    return light + SUN_LIGHT * vec3(0.07, 0.065, 0.05) * back;
}

// A colour seen through `t` voxels of air along the unit vector `direction`.
vec3 haze(vec3 color, vec3 direction, float t) {
    float thickness = 1.0 - exp(-pow(t / 1250.0, 1.4));
    vec3 level = normalize(vec3(direction.x, max(direction.y, 0.02) * 0.4, direction.z));
    return mix(color, sky_gradient(level), thickness);
}
