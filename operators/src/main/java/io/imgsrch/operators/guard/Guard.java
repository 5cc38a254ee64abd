package io.imgsrch.operators.guard;

import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.fault.Failpoint;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Stops superseded events before anything is fetched for them. Keyed by product.
 *
 * <p>What passes is announced at once on {@link #ANNOUNCED}; what has pictures goes on to the fetch
 * as the main output. The newest revision of a deleted product is kept for ever: a late older event
 * must find something to lose against.
 */
public final class Guard extends KeyedProcessFunction<String, ProductEvent, ProductEvent> {
  private static final long serialVersionUID = 1L;

  /** Every event that passed, without its bytes. */
  public static final OutputTag<ProductEvent> ANNOUNCED =
      new OutputTag<>("announced", TypeInformation.of(ProductEvent.class));

  private transient ValueState<Revision> newest;
  private transient Counter superseded;

  @Override
  public void open(OpenContext context) {
    newest =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("newest", TypeInformation.of(Revision.class)));
    superseded = getRuntimeContext().getMetricGroup().counter("superseded");
  }

  @Override
  public void processElement(ProductEvent event, Context context, Collector<ProductEvent> out)
      throws Exception {
    var current = newest.value();
    if (current != null && event.revision().isSupersededBy(current)) {
      superseded.inc();
      return;
    }
    newest.update(event.revision());
    Failpoint.GUARDED.reach();
    context.output(ANNOUNCED, event.withoutSource());
    if (!event.deleted()) {
      out.collect(event);
    }
  }
}
