package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field that this version does not know.
 *
 * @param kind one of those that a {@link Form} writes: no version uses another in a roster
 * @param value as the record gives it, an array as a list, so that it can be compared
 */
record UnknownField(FieldKind kind, @Nullable Object value) {
  /** Returns a field of a record; null if it is of a kind that no version uses. */
  static @Nullable UnknownField of(GenericRecord record, String name) {
    FieldKind kind = record.getFieldKind(name);
    return switch (kind) {
      case STRING -> new UnknownField(kind, record.getString(name));
      case INT64 -> new UnknownField(kind, record.getInt64(name));
      case FLOAT64 -> new UnknownField(kind, record.getFloat64(name));
      case BOOLEAN -> new UnknownField(kind, record.getBoolean(name));
      case COMPACT -> new UnknownField(kind, record.getGenericRecord(name));
      case ARRAY_OF_STRING -> new UnknownField(kind, list(record.getArrayOfString(name)));
      case ARRAY_OF_INT64 -> new UnknownField(kind, list(record.getArrayOfInt64(name)));
      case ARRAY_OF_COMPACT -> new UnknownField(kind, list(record.getArrayOfGenericRecord(name)));
      default -> null;
    };
  }

  /**
   * Returns the field of a record that says nothing of it. The records of one array must have the
   * same fields, also one that this version adds to those of a newer.
   */
  UnknownField nothing() {
    return switch (kind) {
      case INT64 -> new UnknownField(kind, 0L);
      case FLOAT64 -> new UnknownField(kind, 0.0);
      case BOOLEAN -> new UnknownField(kind, false);
      default -> new UnknownField(kind, null);
    };
  }

  void write(String name, GenericRecordBuilder to) {
    switch (kind) {
      case STRING -> to.setString(name, (String) value);
      case INT64 -> to.setInt64(name, value instanceof Long number ? number : 0);
      case FLOAT64 -> to.setFloat64(name, value instanceof Double number ? number : 0);
      case BOOLEAN -> to.setBoolean(name, Boolean.TRUE.equals(value));
      case COMPACT -> to.setGenericRecord(name, (GenericRecord) value);
      case ARRAY_OF_STRING -> to.setArrayOfString(name, array(new String[0]));
      case ARRAY_OF_INT64 -> to.setArrayOfInt64(name, numbers());
      case ARRAY_OF_COMPACT -> to.setArrayOfGenericRecord(name, array(new GenericRecord[0]));
      default -> throw new IllegalStateException(name + " is of kind " + kind);
    }
  }

  private <E> E @Nullable [] array(E[] type) {
    return value instanceof List<?> items ? items.toArray(type) : null;
  }

  private long @Nullable [] numbers() {
    Long[] boxed = array(new Long[0]);
    return boxed == null ? null : Arrays.stream(boxed).mapToLong(Long::longValue).toArray();
  }

  private static @Nullable List<?> list(Object @Nullable [] items) {
    return items == null ? null : Arrays.asList(items);
  }

  private static @Nullable List<?> list(long @Nullable [] numbers) {
    return numbers == null ? null : Arrays.stream(numbers).boxed().toList();
  }
}
