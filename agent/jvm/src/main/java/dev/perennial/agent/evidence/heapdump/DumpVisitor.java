package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;

/** Takes what is in a heap dump, in the order in which it is there. */
interface DumpVisitor {
  /** The root that is a thread. */
  int THREAD = 0x08;

  /** A class and the text of its name. */
  default void loaded(long type, long name) {}

  /** A text, such as a class's name; read only if asked for. */
  default void text(long id, DumpFile.Bytes bytes) throws IOException {}

  /** A class. */
  default void type(DumpType type) {}

  /**
   * An object that is kept by the JVM itself, or by what a thread runs.
   *
   * @param kind of the root, as the format numbers them
   * @param thread its number; 0 where none has to do with it
   */
  default void root(int kind, long id, long thread) {}

  /** An object; its content is read only if asked for. */
  default void instance(long id, long type, DumpFile.Bytes content) throws IOException {}

  /** An array of references; its content is read only if asked for. */
  default void array(long id, long type, DumpFile.Bytes content) throws IOException {}

  /** An array of numbers; its content is read only if asked for. */
  default void numbers(long id, int elementType, DumpFile.Bytes content) throws IOException {}
}
