//! The configurations of `docs/recipes`, in the binary. All names in them are the first shop's.

/// A recipe's file, without its ending, and its text.
pub type Recipe = (&'static str, &'static str);

macro_rules! recipes {
    ($($name:literal)+) => {
        /// Every recipe, by name.
        pub const RECIPES: &[Recipe] =
            &[$(($name, include_str!(concat!("../../../docs/recipes/", $name, ".yaml"))),)+];
    };
}

recipes! {
    "attributes" "beside-resolution-bot" "cs-escalation" "enterprise-csm" "free-tier" "high-traffic-hand-off" "mql"
    "out-of-hours" "team-availability" "tier-upgrade" "url-path" "visitor-segment"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_is_in_the_binary_and_begins_with_what_it_is_for() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/recipes");
        let mut there: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        let names = RECIPES.iter().map(|(name, _)| format!("{name}.yaml"));
        assert_eq!(names.collect::<Vec<_>>(), there);
        for (name, yaml) in RECIPES {
            let first = yaml.lines().next().unwrap();
            assert!(first.starts_with("# ") && first.ends_with('.'), "{name}");
        }
    }
}
