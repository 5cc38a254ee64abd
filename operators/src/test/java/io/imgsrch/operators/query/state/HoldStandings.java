package io.imgsrch.operators.query.state;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.registry.Standing;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Holds a good verdict and a bad one. */
final class HoldStandings extends KeyedProcessFunction<String, Long, Void> {
  private static final long serialVersionUID = 1L;

  static final String GOOD = "good";
  static final String BAD = "bad";
  static final Standing GOOD_STANDING = new Standing(null, "");
  static final Standing BAD_STANDING = new Standing(Reason.BROKEN_PICTURE, "cut short");

  private transient @Nullable ValueState<Standing> standing;

  static String key(long tick) {
    return tick % 2 == 0 ? GOOD : BAD;
  }

  // The only call that makes state readable from outside, deprecated with its client.
  @SuppressWarnings("deprecation")
  @Override
  public void open(OpenContext context) {
    var descriptor = RegistryState.standing();
    descriptor.setQueryable(RegistryState.STANDINGS);
    standing = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(Long tick, Context context, Collector<Void> out) throws Exception {
    if (standing == null) {
      throw new IllegalStateException("not open");
    }
    standing.update(context.getCurrentKey().equals(GOOD) ? GOOD_STANDING : BAD_STANDING);
  }
}
