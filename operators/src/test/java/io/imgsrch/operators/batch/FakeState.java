package io.imgsrch.operators.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/** A state in memory, which checks what it is asked with. */
final class FakeState implements InternalKvState<String, VoidNamespace, String> {
  final Map<String, String> values = new HashMap<>();
  int reads;
  boolean fails;
  Runnable beforeRead = () -> {};

  @Override
  public byte @Nullable [] getSerializedValue(
      byte[] request,
      TypeSerializer<String> keys,
      TypeSerializer<VoidNamespace> namespaces,
      TypeSerializer<String> serializer)
      throws Exception {
    reads++;
    beforeRead.run();
    var key = KvStateSerializer.deserializeKeyAndNamespace(request, keys, namespaces).f0;
    if (fails) {
      throw new IOException("cannot read " + key);
    }
    var value = values.get(key);
    return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public TypeSerializer<String> getKeySerializer() {
    return StringSerializer.INSTANCE;
  }

  @Override
  public TypeSerializer<VoidNamespace> getNamespaceSerializer() {
    return VoidNamespaceSerializer.INSTANCE;
  }

  @Override
  public TypeSerializer<String> getValueSerializer() {
    return StringSerializer.INSTANCE;
  }

  @Override
  public void setCurrentNamespace(VoidNamespace namespace) {
    throw new UnsupportedOperationException("a read needs none");
  }

  @Override
  public StateIncrementalVisitor<String, VoidNamespace, String> getStateIncrementalVisitor(
      int records) {
    throw new UnsupportedOperationException("a read needs none");
  }

  @Override
  public void clear() {
    values.clear();
  }
}
