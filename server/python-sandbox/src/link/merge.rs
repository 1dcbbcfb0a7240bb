//! Makes one module of many.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, EntityType, ExportKind, ExportSection,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, TableSection, TypeSection,
};
use wasmparser::{ElementItems, FuncType, Operator};

use super::module::{Export, Function, Module, Place, Use};
use super::{Error, unknown};

/// One module, and what it takes from the host.
pub(super) struct Merged {
    pub(super) bytes: Vec<u8>,
    /// The component's core functions that it imports, in the order of its imports. They are named by their
    /// place in it: `"0"`, `"1"` …
    pub(super) imports: Vec<u32>,
}

/// The modules as one; it exports `exports` under their names and nothing else.
pub(super) fn merged(modules: &[Module<'_>], exports: &[(String, Export)]) -> Result<Merged, Error> {
    let layout = Layout::of(modules, exports)?;
    let mut types = Types::default();
    let mut module = wasm_encoder::Module::new();

    let mut imports = ImportSection::new();
    for (name, host) in layout.imports.iter().enumerate() {
        let signature = types.number(layout.host[host]);
        imports.import("", &name.to_string(), EntityType::Function(signature));
    }
    let mut functions = FunctionSection::new();
    for place in &layout.live {
        functions.function(types.number(modules[place.module].signature(place.index)));
    }
    // The code may call through pointers of types that no function has.
    let numbers: Vec<Vec<u32>> =
        modules.iter().map(|module| module.types.iter().map(|kind| types.number(kind)).collect()).collect();

    let mut tables = TableSection::new();
    let mut memories = MemorySection::new();
    let mut globals = GlobalSection::new();
    let mut elements = ElementSection::new();
    let mut code = CodeSection::new();
    let mut data = DataSection::new();
    for (at, module) in modules.iter().enumerate() {
        let mut renumber = Renumber { layout: &layout, module, types: &numbers[at] };
        for table in &module.own_tables {
            renumber.parse_table(&mut tables, table.clone())?;
        }
        for memory in &module.own_memories {
            memories.memory(renumber.memory_type(*memory)?);
        }
        for (index, global) in module.own_globals.iter().enumerate() {
            let place = Place { module: at, index: u32::try_from(index).expect("counted by u32") };
            if layout.globals.contains_key(&place) {
                renumber.parse_global(&mut globals, global.clone())?;
            }
        }
        for element in &module.elements {
            renumber.parse_element(&mut elements, element.clone())?;
        }
        for segment in &module.data {
            renumber.parse_data(&mut data, segment.clone())?;
        }
    }
    for place in &layout.live {
        let module = &modules[place.module];
        let mut renumber = Renumber { layout: &layout, module, types: &numbers[place.module] };
        renumber.parse_function_body(&mut code, module.bodies[place.index as usize].clone())?;
    }

    module.section(&types.section()).section(&imports).section(&functions).section(&tables);
    module.section(&memories).section(&globals).section(&layout.exported(exports)?);
    module.section(&elements).section(&code).section(&data);
    Ok(Merged { bytes: module.finish(), imports: layout.imports })
}

/// The types of functions, each once.
#[derive(Default)]
struct Types {
    numbers: HashMap<FuncType, u32>,
    order: Vec<FuncType>,
}

impl Types {
    fn number(&mut self, kind: &FuncType) -> u32 {
        *self.numbers.entry(kind.clone()).or_insert_with(|| {
            self.order.push(kind.clone());
            u32::try_from(self.order.len() - 1).expect("fewer types than functions")
        })
    }

    fn section(&self) -> TypeSection {
        let mut section = TypeSection::new();
        for kind in &self.order {
            let values = |values: &[wasmparser::ValType]| -> Vec<_> {
                let same = |value: &wasmparser::ValType| {
                    reencode::RoundtripReencoder
                        .val_type(*value)
                        .expect("a type of a function without types of others")
                };
                values.iter().map(same).collect()
            };
            section.ty().function(values(kind.params()), values(kind.results()));
        }
        section
    }
}

/// Which number everything gets.
struct Layout<'a> {
    imports: Vec<u32>,
    /// The type of each function of the host.
    host: BTreeMap<u32, &'a FuncType>,
    /// The functions that something can reach, in their order.
    live: Vec<Place>,
    functions: HashMap<Function, u32>,
    tables: HashMap<Place, u32>,
    /// Those whose value can change.
    globals: HashMap<Place, u32>,
    /// Those whose value never changes.
    constants: HashMap<Place, i32>,
}

impl<'a> Layout<'a> {
    fn of(modules: &'a [Module<'a>], exports: &[(String, Export)]) -> Result<Self, Error> {
        let reached = reached(modules, exports)?;
        let mut layout = Layout {
            imports: Vec::new(),
            host: BTreeMap::new(),
            live: Vec::new(),
            functions: HashMap::new(),
            tables: HashMap::new(),
            globals: HashMap::new(),
            constants: HashMap::new(),
        };
        for module in modules {
            for (function, signature) in module.functions.iter().zip(&module.signatures) {
                if let Function::Host(number) = function
                    && reached.functions.contains(function)
                {
                    layout.host.entry(*number).or_insert(&module.types[*signature as usize]);
                }
            }
        }
        layout.imports.extend(layout.host.keys());
        layout.live.extend(reached.functions.iter().filter_map(|function| match function {
            Function::Own(place) => Some(*place),
            Function::Host(_) => None,
        }));
        let hosts = layout.imports.iter().map(|number| Function::Host(*number));
        let all = hosts.chain(layout.live.iter().map(|place| Function::Own(*place)));
        layout.functions = all.zip(0..).collect();

        let (mut tables, mut globals, mut memories, mut segments) = (0, 0, 0, 0);
        for (at, module) in modules.iter().enumerate() {
            for index in 0..module.own_tables.len() {
                layout.tables.insert(place(at, index), tables);
                tables += 1;
            }
            for (index, global) in module.own_globals.iter().enumerate() {
                let place = place(at, index);
                match constant(global) {
                    Some(value) if !reached.set.contains(&place) => {
                        layout.constants.insert(place, value);
                    }
                    _ => {
                        layout.globals.insert(place, globals);
                        globals += 1;
                    }
                }
            }
            memories += module.own_memories.len();
            segments += usize::from(!module.data.is_empty());
        }
        // With more, memories and segments would need other numbers in the code too.
        if memories > 1 || segments > 1 {
            return Err(unknown("two memories, or data in two modules"));
        }
        Ok(layout)
    }

    fn exported(&self, exports: &[(String, Export)]) -> Result<ExportSection, Error> {
        let mut section = ExportSection::new();
        for (name, export) in exports {
            let (kind, index) = match export {
                Export::Function(function) => (ExportKind::Func, self.functions.get(function).copied()),
                Export::Table(place) => (ExportKind::Table, self.tables.get(place).copied()),
                Export::Memory(_) => (ExportKind::Memory, Some(0)),
                Export::Global(_) => (ExportKind::Global, None),
            };
            section.export(name, kind, index.ok_or_else(|| unknown("an export of nothing"))?);
        }
        Ok(section)
    }
}

/// What can be used, from the exports and the tables on.
struct Reached {
    functions: BTreeSet<Function>,
    set: HashSet<Place>,
}

fn reached(modules: &[Module<'_>], exports: &[(String, Export)]) -> Result<Reached, Error> {
    let mut reached = Reached { functions: BTreeSet::new(), set: HashSet::new() };
    let mut next: Vec<Function> = exports
        .iter()
        .filter_map(|(_, export)| match export {
            Export::Function(function) => Some(*function),
            _ => None,
        })
        .collect();
    for module in modules {
        for element in &module.elements {
            match &element.items {
                ElementItems::Functions(indices) => {
                    for index in indices.clone() {
                        next.push(module.functions[index? as usize]);
                    }
                }
                ElementItems::Expressions(..) => return Err(unknown("a table of expressions")),
            }
        }
    }
    while let Some(function) = next.pop() {
        if !reached.functions.insert(function) {
            continue;
        }
        if let Function::Own(place) = function {
            modules[place.module].uses(place.index, |used| match used {
                Use::Function(function) => next.push(function),
                Use::Set(place) => {
                    reached.set.insert(place);
                }
            })?;
        }
    }
    Ok(reached)
}

/// The first value of a global, where that is a plain number.
fn constant(global: &wasmparser::Global<'_>) -> Option<i32> {
    let mut operators = global.init_expr.get_operators_reader();
    match (operators.read(), operators.read()) {
        (Ok(Operator::I32Const { value }), Ok(Operator::End)) => Some(value),
        _ => None,
    }
}

fn place(module: usize, index: usize) -> Place {
    Place { module, index: u32::try_from(index).expect("counted by u32") }
}

/// Writes the parts of one module with the numbers of the whole.
struct Renumber<'a> {
    layout: &'a Layout<'a>,
    module: &'a Module<'a>,
    types: &'a [u32],
}

type Written<T> = Result<T, reencode::Error<Infallible>>;

impl Reencode for Renumber<'_> {
    type Error = Infallible;

    fn type_index(&mut self, index: u32) -> Written<u32> {
        Ok(self.types[index as usize])
    }

    fn function_index(&mut self, index: u32) -> Written<u32> {
        Ok(self.layout.functions[&self.module.functions[index as usize]])
    }

    fn table_index(&mut self, index: u32) -> Written<u32> {
        Ok(self.layout.tables[&self.module.tables[index as usize]])
    }

    fn global_index(&mut self, index: u32) -> Written<u32> {
        Ok(self.layout.globals[&self.module.globals[index as usize]])
    }

    /// A global that never changes is a number.
    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Written<Instruction<'a>> {
        if let Operator::GlobalGet { global_index } = operator
            && let Some(value) = self.layout.constants.get(&self.module.globals[global_index as usize])
        {
            return Ok(Instruction::I32Const(*value));
        }
        utils::instruction(self, operator)
    }

    fn const_expr(&mut self, expression: wasmparser::ConstExpr<'_>) -> Written<ConstExpr> {
        let mut operators = expression.get_operators_reader();
        if let Operator::GlobalGet { global_index } = operators.read()?
            && let Some(value) = self.layout.constants.get(&self.module.globals[global_index as usize])
            && matches!(operators.read()?, Operator::End)
        {
            return Ok(ConstExpr::i32_const(*value));
        }
        utils::const_expr(self, expression)
    }
}
