package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a compact record that another version of the agent may have written: what is missing, or of
 * another kind, or a constant not known here, reads as the fallback; what is unknown is passed
 * over.
 */
record Fields(GenericRecord record) {
  String string(String name) {
    String value = nullableString(name);
    return value == null ? "" : value;
  }

  @Nullable String nullableString(String name) {
    return has(name, FieldKind.STRING) ? record.getString(name) : null;
  }

  long int64(String name, long fallback) {
    return has(name, FieldKind.INT64) ? record.getInt64(name) : fallback;
  }

  double float64(String name, double fallback) {
    return has(name, FieldKind.FLOAT64) ? record.getFloat64(name) : fallback;
  }

  boolean bool(String name, boolean fallback) {
    return has(name, FieldKind.BOOLEAN) ? record.getBoolean(name) : fallback;
  }

  <E extends Enum<E>> E constant(String name, E fallback) {
    String value = string(name);
    return Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
        .filter(e -> e.name().equals(value))
        .findFirst()
        .orElse(fallback);
  }

  @Nullable Fields nested(String name) {
    if (!has(name, FieldKind.COMPACT)) {
      return null;
    }
    GenericRecord value = record.getGenericRecord(name);
    return value == null ? null : new Fields(value);
  }

  List<Fields> list(String name) {
    if (!has(name, FieldKind.ARRAY_OF_COMPACT)) {
      return List.of();
    }
    GenericRecord[] values = record.getArrayOfGenericRecord(name);
    return values == null
        ? List.of()
        : Arrays.stream(values).filter(Objects::nonNull).map(Fields::new).toList();
  }

  List<String> strings(String name) {
    String[] values = has(name, FieldKind.ARRAY_OF_STRING) ? record.getArrayOfString(name) : null;
    return values == null ? List.of() : Arrays.stream(values).filter(Objects::nonNull).toList();
  }

  List<Long> int64s(String name) {
    long[] values = has(name, FieldKind.ARRAY_OF_INT64) ? record.getArrayOfInt64(name) : null;
    return values == null ? List.of() : Arrays.stream(values).boxed().toList();
  }

  private boolean has(String name, FieldKind kind) {
    return record.getFieldKind(name) == kind;
  }
}
