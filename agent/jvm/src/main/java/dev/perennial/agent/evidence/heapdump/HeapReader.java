package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a whole heap from a dump: all objects, what each refers to, and the names of what a person
 * would know it by. Takes some 30 bytes for each object and 4 for each reference. Sizes are those
 * of a JVM with compressed references: a dump does not tell.
 */
final class HeapReader {
  private static final int OBJECT = 2;
  private static final int REFERENCE_BYTES = 4;
  private static final int HEADER_BYTES = 12;
  private static final int ARRAY_HEADER_BYTES = 16;
  private static final int FIRST_NUMBER_TYPE = 4;
  private static final String ENTRY = "java.lang.ThreadLocal$ThreadLocalMap$Entry";
  private static final String REFERENCE = "java.lang.ref.Reference";
  private static final String FINALIZER = "java.lang.ref.Finalizer";
  private static final String CLASS = "java.lang.Class";

  private final DumpFile file;
  private final TypeTable table;

  /** In the order of the dump. */
  private final Map<Long, DumpType> types = new LinkedHashMap<>();

  private final Map<Long, Shape> shapes = new HashMap<>();
  private final List<String> typeNames = new ArrayList<>();
  private final BitSet ownTypes = new BitSet();
  private final Map<Long, Long> typeOfLoader = new HashMap<>();

  /** By number of the thread, its object. */
  private final Map<Long, Long> threads = new HashMap<>();

  private record Root(long id, long thread) {}

  private final List<Root> roots = new ArrayList<>();

  /** By entry of a thread's map, its key. */
  private final Map<Integer, Long> threadLocals = new HashMap<>();

  private long[] ids = {};
  private int objects;
  private int[] typeOf = {};
  private int[] bytes = {};
  private int[] starts = {};
  private int[] ends = {};
  private final Ints to = new Ints();

  private HeapReader(DumpFile file, TypeTable table) {
    this.file = file;
    this.table = table;
  }

  /**
   * Reads it.
   *
   * @param types takes each class
   */
  static Heap read(DumpFile file, TypeTable table, Consumer<DumpType> types) throws IOException {
    HeapReader reader = new HeapReader(file, table);
    Heap heap = reader.read();
    reader.types.values().forEach(types);
    return heap;
  }

  /**
   * How instances of a class are laid out in the dump.
   *
   * @param number of the type
   * @param bytes of one instance
   * @param gaps bytes to skip before each reference
   * @param weak which of them does not keep what it refers to; negative if there is none
   * @param isEntry whether that one is the key of a thread-local's value
   * @param keepsLoader whether the class is one that its instances keep, and its loader with it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Shape(
      int number, int bytes, int[] gaps, int weak, boolean isEntry, boolean keepsLoader) {}

  private Heap read() throws IOException {
    findObjects();
    for (int element = 0; element < FIRST_NUMBER_TYPE + 8; element++) {
      typeNames.add(HolderSearch.arrayOf(element));
    }
    readReferences();
    addRoots();
    Heap heap =
        new Heap(ids, typeNames, ownTypes, typeOf, bytes, new Links(starts, ends, to.array()));
    name(heap);
    return heap;
  }

  private void findObjects() throws IOException {
    file.read(
        new DumpVisitor() {
          @Override
          public void type(DumpType type) {
            types.put(type.id(), type);
            add(type.id());
          }

          @Override
          public void instance(long id, long type, DumpFile.Bytes content) {
            add(id);
          }

          @Override
          public void array(long id, long type, DumpFile.Bytes content) {
            add(id);
          }

          @Override
          public void numbers(long id, int elementType, DumpFile.Bytes content) {
            add(id);
          }
        });
    ids = Arrays.copyOf(ids, objects);
    Arrays.sort(ids);
    typeOf = new int[objects + 1];
    bytes = new int[objects + 1];
    starts = new int[objects + 1];
    ends = new int[objects + 1];
  }

  private void add(long id) {
    if (objects == ids.length) {
      ids = Arrays.copyOf(ids, objects + (objects >> 1) + 1024);
    }
    ids[objects++] = id;
  }

  private Shape shape(long type) {
    return shapes.computeIfAbsent(type, this::newShape);
  }

  private Shape newShape(long type) {
    String name = table.name(type);
    Ints gaps = new Ints();
    int gap = 0;
    int weak = -1;
    int size = HEADER_BYTES;
    for (DumpType of = types.get(type); of != null; of = types.get(of.parent())) {
      boolean isReference = table.name(of.id()).equals(REFERENCE);
      for (int i = 0; i < of.fields().length; i++) {
        byte field = of.fields()[i];
        boolean isReferent = isReference && table.fieldName(of.names()[i]).equals("referent");
        int inDump = DumpFile.bytesOr8(field, file.idBytes());
        size += field == OBJECT ? REFERENCE_BYTES : inDump;
        // By its other fields the collector links references.
        if (field == OBJECT && (isReferent || !isReference)) {
          // What waits to be finalized is kept for that.
          weak = isReferent && !name.equals(FINALIZER) ? gaps.size() : weak;
          gaps.add(gap);
          gap = 0;
        } else {
          gap += inDump;
        }
      }
    }
    DumpType own = types.get(type);
    long loader = own == null ? 0 : own.loader();
    typeNames.add(name);
    int number = typeNames.size() - 1;
    ownTypes.set(number, OwnClasses.isOwn(name, loaderName(loader)));
    return new Shape(
        number,
        aligned(size),
        Arrays.copyOf(gaps.array(), gaps.size()),
        weak,
        name.equals(ENTRY),
        loader != 0);
  }

  private String loaderName(long loader) {
    return loader == 0 ? "" : table.name(typeOfLoader.getOrDefault(loader, 0L));
  }

  private static int aligned(long size) {
    return (int) Math.min(Integer.MAX_VALUE & ~7, size + 7 & ~7L);
  }

  private void readReferences() throws IOException {
    findLoaders();
    file.read(
        new DumpVisitor() {
          @Override
          public void type(DumpType type) {
            int object = begin(type.id(), classType(), HEADER_BYTES + 100L);
            for (long each : type.statics()) {
              refer(each);
            }
            refer(type.parent());
            refer(type.loader());
            ends[object] = to.size();
          }

          @Override
          public void instance(long id, long type, DumpFile.Bytes content) throws IOException {
            Shape shape = shape(type);
            int object = begin(id, shape.number(), shape.bytes());
            for (int i = 0; i < shape.gaps().length; i++) {
              content.skip(shape.gaps()[i]);
              long referred = content.id();
              if (i != shape.weak()) {
                refer(referred);
              } else if (shape.isEntry()) {
                threadLocals.put(object, referred);
              }
            }
            if (shape.keepsLoader()) {
              refer(type);
            }
            ends[object] = to.size();
          }

          @Override
          public void array(long id, long type, DumpFile.Bytes content) throws IOException {
            Shape shape = shape(type);
            long length = content.left() / content.idBytes();
            int object =
                begin(id, shape.number(), aligned(ARRAY_HEADER_BYTES + length * REFERENCE_BYTES));
            while (content.left() > 0) {
              refer(content.id());
            }
            ends[object] = to.size();
          }

          @Override
          public void numbers(long id, int elementType, DumpFile.Bytes content) {
            int object = begin(id, elementType, aligned(ARRAY_HEADER_BYTES + content.left()));
            ends[object] = to.size();
          }

          @Override
          public void root(int kind, long id, long thread) {
            if (kind == THREAD) {
              threads.put(thread, id);
            }
            // What runs on a thread is kept by that one, so that it is told by whom.
            roots.add(new Root(id, kind == THREAD ? 0 : thread));
          }
        });
  }

  private int classType() {
    int known = typeNames.indexOf(CLASS);
    if (known < 0) {
      typeNames.add(CLASS);
      known = typeNames.size() - 1;
    }
    return known;
  }

  private int begin(long id, int type, long size) {
    int object = Heap.number(ids, id);
    typeOf[object] = type;
    bytes[object] = (int) size;
    starts[object] = to.size();
    ends[object] = to.size();
    return object;
  }

  private void refer(long id) {
    int object = Heap.number(ids, id);
    if (object > 0) {
      to.add(object);
    }
  }

  /** Which class each class loader is of: that tells the agent's classes. */
  private void findLoaders() throws IOException {
    Set<Long> loaders = new HashSet<>();
    types.values().forEach(type -> loaders.add(type.loader()));
    file.read(
        new DumpVisitor() {
          @Override
          public void instance(long id, long type, DumpFile.Bytes content) {
            if (loaders.contains(id)) {
              typeOfLoader.put(id, type);
            }
          }
        });
  }

  private void addRoots() {
    Map<Integer, Ints> byThread = new HashMap<>();
    starts[0] = to.size();
    for (Root root : roots) {
      int object = Heap.number(ids, root.id());
      int thread = Heap.number(ids, threads.getOrDefault(root.thread(), 0L));
      if (object > 0 && thread > 0 && root.thread() != 0) {
        byThread.computeIfAbsent(thread, t -> new Ints()).add(object);
      } else if (object > 0) {
        to.add(object);
      }
    }
    ends[0] = to.size();
    byThread.forEach(
        (thread, more) -> {
          int start = to.size();
          for (int i = starts[thread]; i < ends[thread]; i++) {
            to.add(to.get(i));
          }
          for (int i = 0; i < more.size(); i++) {
            to.add(more.get(i));
          }
          starts[thread] = start;
          ends[thread] = to.size();
        });
  }

  private void name(Heap heap) throws IOException {
    ThreadNames.read(file, table, Set.copyOf(threads.values()))
        .forEach(
            (id, name) ->
                heap.name(
                    heap.number(id),
                    HolderSearch.Held.THREAD + name,
                    name.startsWith("perennial-")));
    Map<Long, String> fields = nameStatics(heap);
    threadLocals.forEach(
        (entry, key) -> {
          int object = heap.number(key);
          if (object > 0) {
            String owner = fields.getOrDefault(key, heap.name(object));
            heap.name(entry, "thread-local " + owner, heap.isOwn(object));
          }
        });
    for (DumpType type : types.values()) {
      String name = table.name(type.id());
      heap.name(
          heap.number(type.id()),
          "class " + name,
          OwnClasses.isOwn(name, loaderName(type.loader())));
    }
  }

  /** Returns by object the static field that refers to it, as "shop.Orders.all". */
  private Map<Long, String> nameStatics(Heap heap) throws IOException {
    Map<Long, String> texts = new HashMap<>();
    for (DumpType type : types.values()) {
      for (int i = 0; i < type.statics().length; i++) {
        if (type.statics()[i] != 0) {
          texts.put(type.staticNames()[i], "?");
        }
      }
    }
    file.read(
        new DumpVisitor() {
          @Override
          public void text(long id, DumpFile.Bytes bytes) throws IOException {
            if (texts.containsKey(id)) {
              texts.put(id, bytes.text());
            }
          }
        });
    Map<Long, String> names = new HashMap<>();
    for (DumpType type : types.values()) {
      for (int i = 0; i < type.statics().length; i++) {
        int object = heap.number(type.statics()[i]);
        if (object > 0 && !types.containsKey(type.statics()[i])) {
          String name =
              table.name(type.id()) + "." + texts.getOrDefault(type.staticNames()[i], "?");
          names.putIfAbsent(type.statics()[i], name);
          heap.name(
              object, name, OwnClasses.isOwn(table.name(type.id()), loaderName(type.loader())));
        }
      }
    }
    return names;
  }
}
