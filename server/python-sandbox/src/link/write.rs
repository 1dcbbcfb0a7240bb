//! Puts a component together again, around the one module.

use std::collections::{HashMap, HashSet};

use wasm_encoder::{
    Alias, CanonicalFunctionSection, CanonicalOption, Component, ComponentAliasSection, ComponentExportKind,
    ExportKind, InstanceSection, ModuleArg, RawSection,
};
use wasmparser::{CanonicalFunction, ComponentExternalKind};

use super::component::{Given, Parts, Piece};
use super::merge::{Merged, merged};
use super::module::{Export, Function};
use super::{Error, unknown};

/// The linked module's place among the modules, and its instance's.
const MODULE: u32 = 0;

/// Under which name the module gives its memory.
const MEMORY: &str = "memory";

pub(super) fn written(parts: &Parts<'_>) -> Result<Vec<u8>, Error> {
    let exports = exports(parts)?;
    let module = merged(&parts.modules, &exports)?;
    let mut writing = Writing {
        parts,
        component: Component::new(),
        functions: HashMap::new(),
        count: 0,
        instances: 0,
        modules: 0,
    };
    let mut opened = false;
    for piece in &parts.pieces {
        if piece.needs_memory() && !opened {
            opened = true;
            writing.module(&module, &exports)?;
        }
        writing.piece(piece)?;
    }
    Ok(writing.component.finish())
}

/// Everything of the modules that the host or a late module asks for.
fn exports(parts: &Parts<'_>) -> Result<Vec<(String, Export)>, Error> {
    let mut exports = Vec::new();
    if let [memory, same @ ..] = &parts.memories[..] {
        if same.iter().any(|other| other != memory) {
            return Err(unknown("two memories"));
        }
        exports.push((MEMORY.to_owned(), Export::Memory(*memory)));
    }
    let mut seen = HashSet::new();
    let mut add = |function: Function| {
        if seen.insert(function) && matches!(function, Function::Own(_)) {
            exports.push((name(function), Export::Function(function)));
        }
    };
    for piece in &parts.pieces {
        let canonical = match piece {
            Piece::Host { canonical, .. } | Piece::Lift(canonical) => canonical,
            Piece::Late { given, .. } => {
                for given in given {
                    if let Export::Function(function) = given.export {
                        add(function);
                    }
                }
                continue;
            }
            Piece::Same { .. } | Piece::Alias { .. } => continue,
        };
        for number in core_functions(canonical) {
            add(*parts.functions.get(number as usize).ok_or_else(|| unknown("no function"))?);
        }
    }
    let mut tables = HashSet::new();
    for piece in &parts.pieces {
        let Piece::Late { given, .. } = piece else { continue };
        for given in given {
            if let Export::Table(place) = given.export
                && tables.insert(place)
            {
                exports.push((table_name(place), given.export));
            }
        }
    }
    Ok(exports)
}

fn name(function: Function) -> String {
    match function {
        Function::Own(place) => format!("f{}.{}", place.module, place.index),
        Function::Host(number) => format!("host{number}"),
    }
}

fn table_name(place: super::module::Place) -> String {
    format!("t{}.{}", place.module, place.index)
}

/// The core functions that a canonical function names.
fn core_functions(canonical: &CanonicalFunction) -> Vec<u32> {
    use wasmparser::CanonicalOption::{PostReturn, Realloc};
    let (own, options) = match canonical {
        CanonicalFunction::Lift { core_func_index, options, .. } => (Some(*core_func_index), options),
        CanonicalFunction::Lower { options, .. } => (None, options),
        _ => return Vec::new(),
    };
    let named = options.iter().filter_map(|option| match option {
        Realloc(number) | PostReturn(number) => Some(*number),
        _ => None,
    });
    own.into_iter().chain(named).collect()
}

/// A name that a module imports, and what it gets.
type Named<'a> = (&'a str, ExportKind, u32);

struct Writing<'a> {
    parts: &'a Parts<'a>,
    component: Component,
    /// The new number of each core function that has one.
    functions: HashMap<Function, u32>,
    /// Core functions, instances and modules so far.
    count: u32,
    instances: u32,
    modules: u32,
}

impl Writing<'_> {
    fn module(&mut self, merged: &Merged, exports: &[(String, Export)]) -> Result<(), Error> {
        self.component.section(&RawSection {
            id: wasm_encoder::ComponentSectionId::CoreModule.into(),
            data: &merged.bytes,
        });
        let mut given = Vec::new();
        for (name, host) in merged.imports.iter().enumerate() {
            let number = self.functions.get(&Function::Host(*host));
            let number = number.ok_or_else(|| unknown("a module that needs its own memory to start"))?;
            given.push((name.to_string(), ExportKind::Func, *number));
        }
        let mut instances = InstanceSection::new();
        instances.export_items(given);
        instances.instantiate(MODULE, [("", ModuleArg::Instance(0))]);
        self.component.section(&instances);
        (self.instances, self.modules) = (2, 1);

        let mut aliases = ComponentAliasSection::new();
        for (name, export) in exports {
            let kind = match export {
                Export::Function(function) => {
                    self.functions.insert(*function, self.count);
                    self.count += 1;
                    ExportKind::Func
                }
                // The only ones of their kinds get the number 0; see `late` for tables.
                Export::Memory(_) => ExportKind::Memory,
                Export::Table(_) | Export::Global(_) => continue,
            };
            aliases.alias(Alias::CoreInstanceExport { instance: 1, kind, name });
        }
        self.component.section(&aliases);
        Ok(())
    }

    fn piece(&mut self, piece: &Piece<'_>) -> Result<(), Error> {
        match piece {
            Piece::Same { id, bytes } => {
                self.component.section(&RawSection { id: *id, data: bytes });
            }
            Piece::Alias { kind, instance, name } => {
                let mut section = ComponentAliasSection::new();
                section.alias(Alias::InstanceExport { instance: *instance, kind: export_kind(*kind)?, name });
                self.component.section(&section);
            }
            Piece::Host { number, canonical } => {
                self.canonical(canonical)?;
                self.functions.insert(Function::Host(*number), self.count);
                self.count += 1;
            }
            Piece::Lift(canonical) => self.canonical(canonical)?,
            Piece::Late { bytes, given } => self.late(bytes, given)?,
        }
        Ok(())
    }

    fn canonical(&mut self, canonical: &CanonicalFunction) -> Result<(), Error> {
        let mut section = CanonicalFunctionSection::new();
        match canonical {
            CanonicalFunction::Lift { core_func_index, type_index, options } => {
                section.lift(self.number(*core_func_index)?, *type_index, self.options(options)?);
            }
            CanonicalFunction::Lower { func_index, options } => {
                section.lower(*func_index, self.options(options)?);
            }
            CanonicalFunction::ResourceDrop { resource } => {
                section.resource_drop(*resource);
            }
            other => return Err(unknown(format!("{other:?}"))),
        }
        self.component.section(&section);
        Ok(())
    }

    fn number(&self, old: u32) -> Result<u32, Error> {
        let function = self.parts.functions.get(old as usize);
        let number = function.and_then(|function| self.functions.get(function));
        number.copied().ok_or_else(|| unknown("a function before its module"))
    }

    fn options(&self, options: &[wasmparser::CanonicalOption]) -> Result<Vec<CanonicalOption>, Error> {
        let option = |option: &wasmparser::CanonicalOption| {
            Ok(match option {
                wasmparser::CanonicalOption::UTF8 => CanonicalOption::UTF8,
                wasmparser::CanonicalOption::Memory(_) => CanonicalOption::Memory(0),
                wasmparser::CanonicalOption::Realloc(old) => CanonicalOption::Realloc(self.number(*old)?),
                wasmparser::CanonicalOption::PostReturn(old) => {
                    CanonicalOption::PostReturn(self.number(*old)?)
                }
                other => return Err(unknown(format!("{other:?}"))),
            })
        };
        options.iter().map(option).collect()
    }

    /// Writes a module by itself, with one instance for each name that it imports from.
    fn late(&mut self, bytes: &[u8], given: &[Given<'_>]) -> Result<(), Error> {
        self.component
            .section(&RawSection { id: wasm_encoder::ComponentSectionId::CoreModule.into(), data: bytes });
        let mut from: Vec<(&str, Vec<Named<'_>>)> = Vec::new();
        let mut tables = 0;
        for given in given {
            let (kind, number) = match given.export {
                Export::Function(function) => {
                    let number = self.functions.get(&function);
                    (ExportKind::Func, *number.ok_or_else(|| unknown("a function before its module"))?)
                }
                Export::Table(place) => {
                    let mut aliases = ComponentAliasSection::new();
                    let name = table_name(place);
                    aliases.alias(Alias::CoreInstanceExport {
                        instance: 1,
                        kind: ExportKind::Table,
                        name: &name,
                    });
                    self.component.section(&aliases);
                    tables += 1;
                    (ExportKind::Table, tables - 1)
                }
                Export::Memory(_) => (ExportKind::Memory, 0),
                Export::Global(_) => return Err(unknown("a late module with a global")),
            };
            match from.iter_mut().find(|(module, _)| *module == given.module) {
                Some((_, items)) => items.push((given.name, kind, number)),
                None => from.push((given.module, vec![(given.name, kind, number)])),
            }
        }
        let mut instances = InstanceSection::new();
        let mut args = Vec::new();
        for (module, items) in from {
            instances.export_items(items);
            args.push((module, ModuleArg::Instance(self.instances)));
            self.instances += 1;
        }
        instances.instantiate(self.modules, args);
        self.instances += 1;
        self.modules += 1;
        self.component.section(&instances);
        Ok(())
    }
}

fn export_kind(kind: ComponentExternalKind) -> Result<ComponentExportKind, Error> {
    Ok(match kind {
        ComponentExternalKind::Func => ComponentExportKind::Func,
        ComponentExternalKind::Type => ComponentExportKind::Type,
        ComponentExternalKind::Instance => ComponentExportKind::Instance,
        other => return Err(unknown(format!("an alias of a {other:?}"))),
    })
}
