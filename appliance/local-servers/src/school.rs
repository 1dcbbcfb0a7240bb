//! How a school's roles are shared out among processes, and the settings by which these find each other.

/// One process: its name, and the roles that it runs.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    pub roles: &'static [&'static str],
}

/// All in one process.
pub const TOGETHER: &[Part] = &[Part { name: "school", roles: &["all"] }];

/// As pods: what runs programs, what reckons, what teaches, and what pages speak with.
pub const APART: &[Part] = &[
    Part { name: "execution", roles: &["execution"] },
    Part { name: "progress", roles: &["progress"] },
    Part { name: "tutor", roles: &["triage", "concepts", "debug", "review", "exercise"] },
    Part { name: "pages", roles: &["realtime", "gateway"] },
];

impl Part {
    /// Whether it runs a role.
    pub fn runs(&self, role: &str) -> bool {
        self.roles.contains(&role) || self.roles == ["all"]
    }

    /// Whether pages come in here.
    pub fn has_pages(&self) -> bool {
        self.runs("gateway")
    }

    /// Its Dapr app, named after the role in it that others ask, as `k3s/dapr` does.
    pub fn app_id(&self) -> String {
        format!("learnflow-{}", self.roles[0])
    }
}

/// The settings of processes whose inner doors are at `doors`: each says where every role is.
pub fn addresses(parts: &[Part], doors: &[u16]) -> Vec<(String, String)> {
    let of = |(part, door): (&Part, &u16)| {
        let address = format!("http://127.0.0.1:{door}");
        let setting = move |role: &&str| {
            (format!("LEARNFLOW_INVOKE__ADDRESSES__{}", role.to_uppercase()), address.clone())
        };
        part.roles.iter().filter(|role| **role != "all").map(setting).collect::<Vec<_>>()
    };
    parts.iter().zip(doors).flat_map(of).collect()
}

/// Dapr's components with the apps that the roles of `parts` are, instead of an app for each role.
pub fn scoped(text: &str, parts: &[Part]) -> String {
    let app = |line: &str| {
        let role = line.strip_prefix("  - learnflow-")?;
        let part = parts.iter().find(|part| part.runs(role))?;
        Some(format!("  - {}", part.app_id()))
    };
    text.lines().map(|line| app(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_process_is_told_where_each_role_is() {
        let told = addresses(APART, &[1, 2, 3, 4]);
        assert_eq!(told.len(), 9);
        assert!(
            told.contains(&(
                "LEARNFLOW_INVOKE__ADDRESSES__DEBUG".to_owned(),
                "http://127.0.0.1:3".to_owned()
            ))
        );
        assert!(addresses(TOGETHER, &[1]).is_empty());
    }

    #[test]
    fn pages_come_in_at_one_of_them() {
        for parts in [TOGETHER, APART] {
            assert_eq!(parts.iter().filter(|part| part.has_pages()).count(), 1);
        }
    }

    #[test]
    fn components_are_for_the_process_that_runs_the_role() {
        let text = "metadata:\n  name: learnflow-debug\nscopes:\n  - learnflow-debug\n";
        let named = |app: &str| format!("metadata:\n  name: learnflow-debug\nscopes:\n  - {app}\n");
        assert_eq!(scoped(text, APART), named("learnflow-triage"));
        assert_eq!(scoped(text, TOGETHER), named("learnflow-all"));
    }
}
