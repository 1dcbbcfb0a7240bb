//! Takes a component apart: which module gets what from which, what the host gives them, and what they give it.

use std::collections::HashMap;

use wasm_encoder::ComponentSectionId;
use wasmparser::{
    CanonicalFunction, ComponentAlias, ComponentExternalKind, ExternalKind, Instance as InstanceEntry,
    InstantiationArg, Parser, Payload,
};

use super::module::{Export, Function, Module, Place};
use super::{Error, unknown};

/// A component, taken apart.
#[derive(Default)]
pub(super) struct Parts<'a> {
    /// All but the linked modules, in their order.
    pub(super) pieces: Vec<Piece<'a>>,
    /// Those that become one.
    pub(super) modules: Vec<Module<'a>>,
    /// What each core function of the component is.
    pub(super) functions: Vec<Function>,
    /// What each core memory of the component is.
    pub(super) memories: Vec<Place>,
}

/// A part of the component as it is written again.
pub(super) enum Piece<'a> {
    /// A section that stays as it is.
    Same { id: u8, bytes: &'a [u8] },
    /// A name for something of a component's instance.
    Alias { kind: ComponentExternalKind, instance: u32, name: &'a str },
    /// A function that the host gives: its number among the core functions.
    Host { number: u32, canonical: CanonicalFunction },
    /// A function that the modules give to the host.
    Lift(CanonicalFunction),
    /// A module that needs functions which need the memory of the others: it stays by itself.
    Late { bytes: &'a [u8], given: Vec<Given<'a>> },
}

impl Piece<'_> {
    /// Whether it can only come after the linked module.
    pub(super) fn needs_memory(&self) -> bool {
        match self {
            Self::Host { canonical, .. } => needs_memory(canonical),
            Self::Lift(_) | Self::Late { .. } => true,
            Self::Same { .. } | Self::Alias { .. } => false,
        }
    }
}

fn needs_memory(canonical: &CanonicalFunction) -> bool {
    matches!(canonical, CanonicalFunction::Lower { options, .. } if !options.is_empty())
}

/// What a late module imports.
pub(super) struct Given<'a> {
    pub(super) module: &'a str,
    pub(super) name: &'a str,
    pub(super) export: Export,
}

/// A core instance while the component is read.
enum Instance<'a> {
    /// Of a linked module: its number among those.
    Linked(usize),
    /// Named things, put together for the imports of a module.
    Names(HashMap<&'a str, Export>),
    /// Of a late module, which gives nothing to anyone.
    Late,
}

#[derive(Default)]
struct Reading<'a> {
    parts: Parts<'a>,
    modules: Vec<&'a [u8]>,
    instances: Vec<Instance<'a>>,
    tables: Vec<Place>,
    globals: Vec<Place>,
    /// Core functions that need the memory of the modules.
    with_memory: Vec<u32>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self, Error> {
        let mut reading = Reading::default();
        let mut depth = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            let inner = matches!(payload, Payload::ModuleSection { .. } | Payload::ComponentSection { .. });
            let outermost = depth == 0;
            match payload {
                Payload::End(_) if !outermost => depth -= 1,
                _ if inner => depth += 1,
                _ => {}
            }
            if outermost {
                reading.payload(wasm, payload)?;
            }
        }
        Ok(reading.parts)
    }
}

impl<'a> Reading<'a> {
    fn payload(&mut self, wasm: &'a [u8], payload: Payload<'a>) -> Result<(), Error> {
        let mut same = |id: ComponentSectionId, range: std::ops::Range<usize>| {
            self.parts.pieces.push(Piece::Same { id: id.into(), bytes: &wasm[range] });
        };
        match payload {
            Payload::ModuleSection { unchecked_range, .. } => self.modules.push(&wasm[unchecked_range]),
            Payload::ComponentSection { unchecked_range, .. } => {
                same(ComponentSectionId::Component, unchecked_range);
            }
            Payload::ComponentTypeSection(section) => same(ComponentSectionId::Type, section.range()),
            Payload::ComponentImportSection(section) => same(ComponentSectionId::Import, section.range()),
            Payload::ComponentExportSection(section) => same(ComponentSectionId::Export, section.range()),
            Payload::ComponentInstanceSection(section) => same(ComponentSectionId::Instance, section.range()),
            Payload::InstanceSection(section) => {
                for entry in section {
                    self.instance(entry?)?;
                }
            }
            Payload::ComponentAliasSection(section) => {
                for entry in section {
                    self.alias(&entry?)?;
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for entry in section {
                    self.canonical(entry?);
                }
            }
            Payload::Version { .. } | Payload::CustomSection(_) | Payload::End(_) => {}
            other => return Err(unknown(format!("a section {:?}", other.as_section().map(|s| s.0)))),
        }
        Ok(())
    }

    fn instance(&mut self, entry: InstanceEntry<'a>) -> Result<(), Error> {
        let instance = match entry {
            InstanceEntry::FromExports(exports) => {
                let named =
                    exports.iter().map(|export| Ok((export.name, self.item(export.kind, export.index)?)));
                Instance::Names(named.collect::<Result<_, Error>>()?)
            }
            InstanceEntry::Instantiate { module_index, args } => {
                let bytes = *self.modules.get(module_index as usize).ok_or_else(|| unknown("no module"))?;
                if args.iter().any(|given| self.is_late(given)) {
                    self.late(bytes, &args)?
                } else {
                    let at = self.parts.modules.len();
                    let module = Module::read(bytes, at, |module, name| self.given(&args, module, name))?;
                    self.parts.modules.push(module);
                    Instance::Linked(at)
                }
            }
        };
        self.instances.push(instance);
        Ok(())
    }

    fn is_late(&self, given: &InstantiationArg<'_>) -> bool {
        let late = |export: &Export| matches!(export, Export::Function(Function::Host(number)) if self.with_memory.contains(number));
        match self.instances.get(given.index as usize) {
            Some(Instance::Names(names)) => names.values().any(late),
            _ => false,
        }
    }

    fn late(&mut self, bytes: &'a [u8], args: &[InstantiationArg<'a>]) -> Result<Instance<'a>, Error> {
        let mut given = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            if let Payload::ImportSection(section) = payload? {
                for import in section.into_imports() {
                    let import = import?;
                    let export = self.given(args, import.module, import.name)?;
                    given.push(Given { module: import.module, name: import.name, export });
                }
            }
        }
        self.parts.pieces.push(Piece::Late { bytes, given });
        Ok(Instance::Late)
    }

    /// What a module gets for an import.
    fn given(&self, args: &[InstantiationArg<'_>], module: &str, name: &str) -> Result<Export, Error> {
        let instance = args.iter().find(|given| given.name == module);
        self.export(instance.ok_or_else(|| unknown(format!("nothing for {module}")))?.index, name)
    }

    fn export(&self, instance: u32, name: &str) -> Result<Export, Error> {
        match self.instances.get(instance as usize) {
            Some(Instance::Linked(at)) => self.parts.modules[*at].export(name),
            Some(Instance::Names(names)) => {
                names.get(name).copied().ok_or_else(|| unknown(format!("nothing for {name}")))
            }
            Some(Instance::Late) | None => Err(unknown("an import from a late module")),
        }
    }

    fn item(&self, kind: ExternalKind, index: u32) -> Result<Export, Error> {
        let index = index as usize;
        match kind {
            ExternalKind::Func => self.parts.functions.get(index).copied().map(Export::Function),
            ExternalKind::Table => self.tables.get(index).copied().map(Export::Table),
            ExternalKind::Memory => self.parts.memories.get(index).copied().map(Export::Memory),
            ExternalKind::Global => self.globals.get(index).copied().map(Export::Global),
            _ => None,
        }
        .ok_or_else(|| unknown(format!("nothing at {index}")))
    }

    fn alias(&mut self, alias: &ComponentAlias<'a>) -> Result<(), Error> {
        match *alias {
            ComponentAlias::InstanceExport { kind, instance_index, name } => {
                self.parts.pieces.push(Piece::Alias { kind, instance: instance_index, name });
            }
            ComponentAlias::CoreInstanceExport { instance_index, name, .. } => {
                match self.export(instance_index, name)? {
                    Export::Function(function) => self.parts.functions.push(function),
                    Export::Table(place) => self.tables.push(place),
                    Export::Memory(place) => self.parts.memories.push(place),
                    Export::Global(place) => self.globals.push(place),
                }
            }
            ComponentAlias::Outer { .. } => return Err(unknown("an alias of something outside")),
        }
        Ok(())
    }

    fn canonical(&mut self, canonical: CanonicalFunction) {
        if matches!(canonical, CanonicalFunction::Lift { .. }) {
            self.parts.pieces.push(Piece::Lift(canonical));
            return;
        }
        let number = u32::try_from(self.parts.functions.len()).expect("counted by u32");
        if needs_memory(&canonical) {
            self.with_memory.push(number);
        }
        self.parts.functions.push(Function::Host(number));
        self.parts.pieces.push(Piece::Host { number, canonical });
    }
}
