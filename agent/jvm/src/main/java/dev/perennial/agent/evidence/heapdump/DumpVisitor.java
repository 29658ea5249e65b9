package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;

/** Takes what is in a heap dump, in the order in which it is there. */
interface DumpVisitor {
  /** A class and the text of its name. */
  default void loaded(long type, long name) {}

  /** A text, such as a class's name; read only if asked for. */
  default void text(long id, DumpFile.Bytes bytes) throws IOException {}

  /**
   * A class.
   *
   * @param parent 0 for Object
   * @param statics what its static fields refer to
   * @param fields the types of its instances' fields
   * @param names of those fields, each the id of a text
   */
  default void type(long type, long parent, long[] statics, byte[] fields, long[] names) {}

  /** An object; its content is read only if asked for. */
  default void instance(long id, long type, DumpFile.Bytes content) throws IOException {}

  /** An array of references; its content is read only if asked for. */
  default void array(long id, long type, DumpFile.Bytes content) throws IOException {}

  /** An array of numbers; its content is read only if asked for. */
  default void numbers(long id, int elementType, DumpFile.Bytes content) throws IOException {}
}
