//! The materials of the generated world, by name.

use super::material::{Material, MaterialId, Palette, empty_palette};

/// Lawn, from dark to light.
pub const GRASS: [MaterialId; 4] = [1, 2, 3, 4];
/// Bare rock in bands.
pub const ROCK: [MaterialId; 3] = [5, 6, 7];
/// Snow.
pub const SNOW: MaterialId = 8;
/// Beach and sea bed.
pub const SAND: [MaterialId; 2] = [9, 10];
/// The sea.
pub const WATER: MaterialId = 11;
/// Soil under grass.
pub const SOIL: MaterialId = 12;
/// Trunks and beams.
pub const TRUNK: MaterialId = 13;
/// Needles, from dark to light.
pub const NEEDLES: [MaterialId; 2] = [14, 15];
/// Leaves of summer and of autumn.
pub const LEAVES: [MaterialId; 4] = [16, 17, 18, 19];
/// White plaster.
pub const PLASTER: MaterialId = 20;
/// Roof tiles.
pub const TILES: [MaterialId; 2] = [21, 22];
/// Windows with light behind them.
pub const WINDOW: MaterialId = 23;
/// Red paint.
pub const RED: MaterialId = 24;
/// White paint.
pub const WHITE: MaterialId = 25;
/// The lamp of the lighthouse.
pub const LAMP: MaterialId = 26;
/// Hewn stone.
pub const STONE: [MaterialId; 2] = [27, 28];
/// The stripes of the balloon.
pub const STRIPES: [MaterialId; 4] = [29, 30, 31, 32];
/// The balloon's basket.
pub const WICKER: MaterialId = 33;
/// The balloon's flame.
pub const FLAME: MaterialId = 34;
/// Flowers.
pub const FLOWERS: [MaterialId; 3] = [35, 36, 37];

/// The palette that gives the names their looks.
#[must_use]
pub fn palette() -> Box<Palette> {
    let mut palette = empty_palette();
    let mut put = |ids: &[MaterialId], materials: &[Material]| {
        for (id, material) in ids.iter().zip(materials) {
            palette[usize::from(*id)] = *material;
        }
    };
    let matt = Material::matt;
    put(&GRASS, &[[84, 118, 40], [98, 134, 46], [116, 148, 54], [138, 158, 66]].map(matt));
    put(&ROCK, &[[112, 104, 96], [132, 122, 110], [98, 92, 88]].map(matt));
    put(&[SNOW], &[matt([236, 240, 248]).varied(0.03)]);
    put(&SAND, &[[214, 192, 142], [200, 176, 126]].map(matt).map(|m| m.varied(0.06)));
    put(&[WATER], &[Material { mirror: 0.02, water: 1, ..matt([20, 72, 92]) }]);
    put(&[SOIL, TRUNK], &[matt([112, 84, 54]), matt([88, 62, 42]).varied(0.18)]);
    put(&NEEDLES, &[[36, 74, 46], [50, 92, 52]].map(matt).map(|m| m.varied(0.25)));
    let leaves = [[88, 132, 38], [112, 146, 44], [206, 132, 40], [192, 82, 36]];
    put(&LEAVES, &leaves.map(matt).map(|m| m.varied(0.25)));
    put(&[PLASTER], &[matt([228, 216, 194]).varied(0.05)]);
    put(&TILES, &[[170, 74, 50], [150, 62, 46]].map(matt));
    put(
        &[WINDOW, LAMP],
        &[matt([255, 196, 104]).glowing(5.0), matt([255, 224, 150]).glowing(14.0)],
    );
    put(&[RED, WHITE], &[matt([190, 44, 38]).varied(0.04), matt([238, 234, 226]).varied(0.04)]);
    put(&STONE, &[[156, 150, 140], [138, 134, 128]].map(matt));
    let stripes = [[214, 58, 44], [244, 178, 54], [240, 234, 220], [40, 116, 150]];
    put(&STRIPES, &stripes.map(matt).map(|m| m.varied(0.04)));
    put(&[WICKER, FLAME], &[matt([150, 106, 60]), matt([255, 150, 50]).glowing(16.0)]);
    put(&FLOWERS, &[[230, 90, 110], [240, 210, 80], [200, 140, 220]].map(matt));
    palette
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_look_and_the_rest_none() {
        let palette = palette();
        assert!(palette[1..=37].iter().all(|m| m.albedo.iter().sum::<f32>() > 0.0));
        assert!(palette[38..].iter().all(|m| *m == Material::default()));
        assert_eq!(palette.iter().filter(|m| m.water != 0).count(), 1);
    }
}
