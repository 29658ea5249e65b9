package dev.perennial.agent.evidence.heapdump;

/**
 * A class in a heap dump. Its arrays are not copied.
 *
 * @param parent 0 for Object
 * @param loader 0 for the JVM's own
 * @param statics what its static fields refer to; 0 for nothing, and for those of numbers
 * @param staticNames of those fields, each the id of a text
 * @param fields the types of its instances' fields
 * @param names of those, each the id of a text
 */
@SuppressWarnings("ArrayRecordComponent")
record DumpType(
    long id,
    long parent,
    long loader,
    long[] statics,
    long[] staticNames,
    byte[] fields,
    long[] names) {}
