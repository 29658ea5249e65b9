package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Extra;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The fields of a record that this version does not know, by name; at least one. */
record Unknown(Map<String, UnknownField> fields) implements Extra {
  Unknown {
    fields = Map.copyOf(fields);
  }

  /** Returns what is in a record apart from the known names. */
  static Extra in(GenericRecord record, Set<String> known) {
    Map<String, UnknownField> fields = new TreeMap<>();
    for (String name : record.getFieldNames()) {
      UnknownField field = known.contains(name) ? null : UnknownField.of(record, name);
      if (field != null) {
        fields.put(name, field);
      }
    }
    return fields.isEmpty() ? NONE : new Unknown(fields);
  }

  /** Returns the fields in what a value carries along. */
  static Map<String, UnknownField> fields(Extra extra) {
    return extra instanceof Unknown unknown ? unknown.fields : Map.of();
  }
}
