//! SPIR-V modules.

use vixen_hostile::Target;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let case = |name: &str, code, build: &dyn Fn(&mut Module) -> u32| Case {
        name: name.to_owned(),
        target: Target::Spirv,
        input: Module::with(build),
        code,
    };
    vec![
        case("20 structs within each other", "", &|module| module.nested(20)),
        case("100 structs within each other", "V0212", &|module| module.nested(100)),
        case("members that double 14 times", "", &|module| module.doubled(14)),
        case("members that double 23 times", "V0212", &|module| module.doubled(23)),
        case("16,383 members", "", &Module::members),
        case("arrays of a struct without members", "", &Module::arrays_of_nothing),
        case("a name of 200,000 bytes", "V0212", &Module::named),
    ]
}

/// A compute shader with one storage buffer, whose block the cases make.
struct Module {
    decorations: Vec<u32>,
    types: Vec<u32>,
    bound: u32,
}

const FLOAT: u32 = 5;
const UINT: u32 = 6;

impl Module {
    fn with(build: &dyn Fn(&mut Self) -> u32) -> Vec<u8> {
        let mut module = Self { decorations: Vec::new(), types: Vec::new(), bound: 20 };
        let (main, variable, void, function, label) = (1, 2, 3, 4, 8);
        module.ty(19, &[void]);
        module.ty(33, &[function, void]);
        module.ty(22, &[FLOAT, 32]);
        module.ty(21, &[UINT, 32, 0]);
        let block = build(&mut module);
        module.decorate(&[block, 2]);
        module.decorate(&[variable, 34, 0]);
        module.decorate(&[variable, 33, 0]);
        let pointer = module.id();
        module.ty(32, &[pointer, 12, block]);
        module.ty(59, &[pointer, variable, 12]);
        module.ty(54, &[void, main, 0, function]);
        module.ty(248, &[label]);
        let loaded = module.id();
        module.ty(61, &[block, loaded, variable]);
        module.ty(253, &[]);
        module.ty(56, &[]);
        let mut words = vec![0x0723_0203, 0x0001_0600, 0, module.bound, 0];
        words.extend(instruction(17, &[1]));
        words.extend(instruction(14, &[0, 1]));
        let name = u32::from_le_bytes(*b"main");
        words.extend(instruction(15, &[5, main, name, 0, variable]));
        words.extend(instruction(16, &[main, 17, 1, 1, 1]));
        words.extend(module.decorations);
        words.extend(module.types);
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn id(&mut self) -> u32 {
        self.bound += 1;
        self.bound - 1
    }

    fn ty(&mut self, opcode: u32, operands: &[u32]) {
        self.types.extend(instruction(opcode, operands));
    }

    fn decorate(&mut self, operands: &[u32]) {
        self.decorations.extend(instruction(71, operands));
    }

    fn structure(&mut self, members: &[u32], stride: u32) -> u32 {
        let id = self.id();
        let mut operands = vec![id];
        operands.extend(members);
        self.ty(30, &operands);
        for index in 0..members.len() as u32 {
            self.decorations.extend(instruction(72, &[id, index, 35, index * stride]));
        }
        id
    }

    fn nested(&mut self, depth: u32) -> u32 {
        (0..depth).fold(FLOAT, |inner, _| self.structure(&[inner], 4))
    }

    fn doubled(&mut self, depth: u32) -> u32 {
        (0..depth).fold(FLOAT, |inner, at| self.structure(&[inner, inner], 4 << at))
    }

    fn members(&mut self) -> u32 {
        self.structure(&vec![FLOAT; 16_383], 4)
    }

    fn arrays_of_nothing(&mut self) -> u32 {
        let length = self.id();
        self.ty(43, &[UINT, length, 65_535]);
        let nothing = self.structure(&[], 0);
        let array = (0..6).fold(nothing, |element, _| {
            let id = self.id();
            self.ty(28, &[id, element, length]);
            self.decorate(&[id, 6, 4]);
            id
        });
        self.structure(&[array], 4)
    }

    fn named(&mut self) -> u32 {
        let block = self.structure(&[FLOAT], 4);
        let mut operands = vec![block];
        operands.extend(vec![0x6161_6161; 50_000]);
        operands.push(0);
        self.decorations.splice(0..0, instruction(5, &operands));
        block
    }
}

fn instruction(opcode: u32, operands: &[u32]) -> Vec<u32> {
    let mut words = vec![(operands.len() as u32 + 1) << 16 | opcode];
    words.extend(operands);
    words
}
