package io.imgsrch.operators.query.state;

import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A state that can be read from outside.
 *
 * @param name its queryable name
 * @param keys type of its keys
 * @param descriptor its type, as the job that writes it has it
 * @param contents what is read of it
 * @param none what is read of a key that is not there
 */
record QueriedState<K, S extends State, T>(
    String name,
    TypeInformation<K> keys,
    StateDescriptor<S, ?> descriptor,
    Contents<S, T> contents,
    T none) {

  /** Takes the value out of the state of one key. */
  @FunctionalInterface
  interface Contents<S extends State, T> {
    T of(S state) throws Exception;
  }
}
