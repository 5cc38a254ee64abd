package io.imgsrch.operators.query.state;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Reads values, on any thread. Flink's client makes a serializer for every answer, which for a
 * record takes longer than to read it; this one keeps those that it made, as many as were ever in
 * use at a time.
 */
// Flink's serializers are Java-serializable; this one never leaves its process.
@SuppressWarnings("serial")
final class SharedSerializer<T> extends TypeSerializerSingleton<T> {
  private final TypeSerializer<T> original;
  private final Queue<TypeSerializer<T>> idle = new ConcurrentLinkedQueue<>();

  private SharedSerializer(TypeSerializer<T> original) {
    this.original = original;
  }

  static <T> ValueStateDescriptor<T> value(ValueStateDescriptor<T> descriptor) {
    descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
    return new ValueStateDescriptor<>(
        descriptor.getName(), new SharedSerializer<>(descriptor.getSerializer()));
  }

  static <K, V> MapStateDescriptor<K, V> map(MapStateDescriptor<K, V> descriptor) {
    descriptor.initializeSerializerUnlessSet(new ExecutionConfig());
    return new MapStateDescriptor<>(
        descriptor.getName(),
        new SharedSerializer<>(descriptor.getKeySerializer()),
        new SharedSerializer<>(descriptor.getValueSerializer()));
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    var own = idle.poll();
    var serializer = own == null ? fresh() : own;
    T value = serializer.deserialize(source);
    // Not after an error: it may have kept something of the value.
    idle.add(serializer);
    return value;
  }

  /** Serializers are not made to be duplicated by several threads at once. */
  private TypeSerializer<T> fresh() {
    synchronized (original) {
      return original.duplicate();
    }
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public boolean isImmutableType() {
    return original.isImmutableType();
  }

  @Override
  public int getLength() {
    return original.getLength();
  }

  @Override
  public T createInstance() {
    throw readsOnly();
  }

  @Override
  public T copy(T from) {
    throw readsOnly();
  }

  @Override
  public T copy(T from, T reuse) {
    throw readsOnly();
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) {
    throw readsOnly();
  }

  @Override
  public void serialize(T value, DataOutputView target) {
    throw readsOnly();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    throw readsOnly();
  }

  private static UnsupportedOperationException readsOnly() {
    return new UnsupportedOperationException("it only reads what another process wrote");
  }
}
