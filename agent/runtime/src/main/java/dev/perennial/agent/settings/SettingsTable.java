package dev.perennial.agent.settings;

/** Makes the table of all settings for the README. */
public final class SettingsTable {
  private SettingsTable() {}

  /** Returns the table in Markdown, with a line break at its end. */
  public static String markdown() {
    StringBuilder table = new StringBuilder("| key | default | allowed | what it is for |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (Key key : Key.values()) {
      table.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  key.key(),
                  key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`",
                  key.allowed().replace("|", "\\|"),
                  key.doc().replace("|", "\\|"))
              .replace("\r\n", "\n"));
    }
    return table.toString();
  }
}
