package io.imgsrch.operators.validity;

import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.batch.BatchedState;
import io.imgsrch.operators.batch.Subtasks;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.jspecify.annotations.Nullable;

/**
 * Merges offers, and lets them be read many at a time. Its state is that of {@link MergeOffers}.
 */
public final class QueryableOffers
    extends KeyedCoProcessOperator<String, Listing, OfferUpdate, Offer> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable BatchedState<Offer> batched;

  public QueryableOffers(MergeOffers merge) {
    super(merge);
  }

  @Override
  public void open() throws Exception {
    super.open();
    var task = getRuntimeContext().getTaskInfo();
    var subtasks =
        new Subtasks(task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
    batched = new BatchedState<>(offers(), subtasks, task.getIndexOfThisSubtask());
    batched.register(getContainingTask().getEnvironment(), ValidityState.OFFERS_MANY);
  }

  // Every state of every keyed backend is one; Flink shows it to users as what they may write.
  @SuppressWarnings("unchecked")
  private InternalKvState<String, VoidNamespace, Offer> offers() throws Exception {
    var state =
        getOrCreateKeyedState(VoidNamespaceSerializer.INSTANCE, ValidityState.queryableOffer());
    return (InternalKvState<String, VoidNamespace, Offer>) state;
  }

  @Override
  public void close() throws Exception {
    if (batched != null) {
      batched.close();
    }
    super.close();
  }
}
