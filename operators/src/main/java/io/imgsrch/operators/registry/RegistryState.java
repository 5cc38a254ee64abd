package io.imgsrch.operators.registry;

import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The state that product views read. Names and types are a contract between the index job, which
 * writes it, and the query job, which reads it from outside.
 */
public final class RegistryState {
  /** Name of the job whose state this is. */
  public static final String JOB_NAME = "imgsrch-index";

  /** Queryable name: image_pk → {@link Standing}. */
  public static final String STANDINGS = "standings";

  private RegistryState() {}

  /** The verdict on one picture. */
  public static ValueStateDescriptor<Standing> standing() {
    return new ValueStateDescriptor<>("standing", TypeInformation.of(Standing.class));
  }

  // Deprecated without a successor: no other store knows the pictures that are bad for good.
  @SuppressWarnings("deprecation")
  static ValueStateDescriptor<Standing> queryableStanding() {
    var descriptor = standing();
    descriptor.setQueryable(STANDINGS);
    return descriptor;
  }
}
