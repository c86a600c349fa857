import { byId } from "./dom.js";
import { fillSelect, openOnArrow } from "./options.js";

const BACK = "(back)";

/**
 * Whole configurations to try, in a select beside an editor: `<name>-recipe` in `<name>-recipes`. One that is chosen
 * takes the place of the editor's text, and what somebody wrote themselves can be brought back.
 */
export function createRecipes(name, editor, chosen) {
  const select = byId(`${name}-recipe`);
  let recipes = [];
  let own = null;

  function draw() {
    const entries = recipes.map(({ name: value, yaml }) => ({ value, label: about(yaml) }));
    const back = own === null ? [] : [{ value: BACK, label: "Back to what stood here" }];
    fillSelect(select, [{ value: "", label: "Try a recipe" }, ...entries, ...back], "");
    byId(`${name}-recipes`).hidden = recipes.length === 0;
  }

  select.addEventListener("change", () => {
    const recipe = recipes.find((each) => each.name === select.value);
    const text = editor.field.value;
    if (recipe) {
      if (recipes.every((each) => each.yaml !== text)) own = text;
      editor.set(recipe.yaml);
    } else if (select.value === BACK) {
      editor.set(own);
      own = null;
    }
    draw();
    chosen();
  });
  openOnArrow(select);

  return {
    /** Offers `[{ name, yaml }]`; none hides the select. */
    offer(all) {
      recipes = all;
      own = null;
      draw();
    },
  };
}

/** What a recipe says of itself first, as far as a line has room. */
function about(yaml) {
  const [first] = yaml.split("\n", 1);
  return first.replace(/^# /, "").replace(/\.$/, "").split(":")[0];
}
