package dev.perennial.api;

/**
 * Something of the application that can be emptied without harm: a cache whose entries can be had
 * again, or a buffer that is written out. Cleared before a restart, and, if the operator chose so,
 * as maintenance while the server serves.
 */
public interface Clearable {
  /** Returns its name, unique in one server. It is shown to operators. */
  String name();

  /** Empties it; must be safe while requests use it. */
  void clear() throws Exception;
}
