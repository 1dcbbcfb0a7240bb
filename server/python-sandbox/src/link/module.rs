//! One core module: read, and bound to what it imports.

use std::collections::HashMap;

use wasmparser::{
    CompositeInnerType, Data, Element, ExternalKind, FuncType, FunctionBody, Global, MemoryType, Operator,
    Parser, Payload, Table, TypeRef,
};

use super::{Error, unknown};

/// A function that a module can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Function {
    /// Given by the host; its number among the component's core functions.
    Host(u32),
    /// Of a linked module.
    Own(Place),
}

/// Something that a linked module defines: which module, and which one of its kind, imports not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) module: usize,
    pub(super) index: u32,
}

/// What an instance exports under a name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Export {
    Function(Function),
    Table(Place),
    Memory(Place),
    Global(Place),
}

/// A module whose imports are known. The vectors of places count imports first, as the module itself does.
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    pub(super) functions: Vec<Function>,
    pub(super) tables: Vec<Place>,
    pub(super) memories: Vec<Place>,
    pub(super) globals: Vec<Place>,
    /// The type of each function, imports first.
    pub(super) signatures: Vec<u32>,
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) own_tables: Vec<Table<'a>>,
    pub(super) own_memories: Vec<MemoryType>,
    pub(super) own_globals: Vec<Global<'a>>,
    pub(super) elements: Vec<Element<'a>>,
    pub(super) data: Vec<Data<'a>>,
    exports: HashMap<&'a str, (ExternalKind, u32)>,
}

impl<'a> Module<'a> {
    /// Reads the module that will be number `at`; `import` says what a name of a module stands for.
    pub(super) fn read(
        wasm: &'a [u8],
        at: usize,
        import: impl Fn(&str, &str) -> Result<Export, Error>,
    ) -> Result<Self, Error> {
        let mut module = Self {
            types: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            signatures: Vec::new(),
            bodies: Vec::new(),
            own_tables: Vec::new(),
            own_memories: Vec::new(),
            own_globals: Vec::new(),
            elements: Vec::new(),
            data: Vec::new(),
            exports: HashMap::new(),
        };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::TypeSection(section) => {
                    for group in section {
                        for kind in group?.into_types() {
                            let CompositeInnerType::Func(kind) = kind.composite_type.inner else {
                                return Err(unknown("a type that is no function"));
                            };
                            module.types.push(kind);
                        }
                    }
                }
                Payload::ImportSection(section) => {
                    for entry in section.into_imports() {
                        let entry = entry?;
                        module.import(entry.ty, import(entry.module, entry.name)?)?;
                    }
                }
                Payload::FunctionSection(section) => {
                    for (index, signature) in section.into_iter().enumerate() {
                        module.signatures.push(signature?);
                        module.functions.push(Function::Own(place(at, index)));
                    }
                }
                Payload::TableSection(section) => {
                    for (index, table) in section.into_iter().enumerate() {
                        module.own_tables.push(table?);
                        module.tables.push(place(at, index));
                    }
                }
                Payload::MemorySection(section) => {
                    for (index, memory) in section.into_iter().enumerate() {
                        module.own_memories.push(memory?);
                        module.memories.push(place(at, index));
                    }
                }
                Payload::GlobalSection(section) => {
                    for (index, global) in section.into_iter().enumerate() {
                        module.own_globals.push(global?);
                        module.globals.push(place(at, index));
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        module.exports.insert(export.name, (export.kind, export.index));
                    }
                }
                Payload::ElementSection(section) => {
                    module.elements = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::DataSection(section) => {
                    module.data = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                // Has run when the snapshot was made; one that is left would run for each instance.
                Payload::StartSection { .. } => return Err(unknown("a start function")),
                other => return Err(unknown(format!("a section {:?}", other.as_section().map(|s| s.0)))),
            }
        }
        Ok(module)
    }

    fn import(&mut self, kind: TypeRef, given: Export) -> Result<(), Error> {
        match (kind, given) {
            (TypeRef::Func(signature), Export::Function(function)) => {
                self.signatures.push(signature);
                self.functions.push(function);
            }
            (TypeRef::Table(_), Export::Table(place)) => self.tables.push(place),
            (TypeRef::Memory(_), Export::Memory(place)) => self.memories.push(place),
            (TypeRef::Global(_), Export::Global(place)) => self.globals.push(place),
            _ => return Err(unknown("an import that gets something of another kind")),
        }
        Ok(())
    }

    /// What the module gives under a name.
    pub(super) fn export(&self, name: &str) -> Result<Export, Error> {
        let missing = || unknown(format!("a missing export {name}"));
        let (kind, index) = *self.exports.get(name).ok_or_else(missing)?;
        let index = index as usize;
        match kind {
            ExternalKind::Func => self.functions.get(index).copied().map(Export::Function),
            ExternalKind::Table => self.tables.get(index).copied().map(Export::Table),
            ExternalKind::Memory => self.memories.get(index).copied().map(Export::Memory),
            ExternalKind::Global => self.globals.get(index).copied().map(Export::Global),
            _ => None,
        }
        .ok_or_else(missing)
    }

    /// The type of a function that the module defines.
    pub(super) fn signature(&self, own: u32) -> &FuncType {
        let imported = self.signatures.len() - self.bodies.len();
        &self.types[self.signatures[imported + own as usize] as usize]
    }

    /// What a function of the module refers to.
    pub(super) fn uses(&self, own: u32, mut see: impl FnMut(Use)) -> Result<(), Error> {
        let mut operators = self.bodies[own as usize].get_operators_reader()?;
        while !operators.eof() {
            match operators.read()? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => {
                    see(Use::Function(self.functions[function_index as usize]));
                }
                Operator::GlobalSet { global_index } => see(Use::Set(self.globals[global_index as usize])),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Something that a function refers to.
pub(super) enum Use {
    Function(Function),
    /// Gives a global another value.
    Set(Place),
}

fn place(module: usize, index: usize) -> Place {
    Place { module, index: u32::try_from(index).expect("a module has fewer than 2^32 of each") }
}
