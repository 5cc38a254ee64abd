package io.imgsrch.operators.fetch;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.fault.Failpoint;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Gets the pictures of an event, bounded by count and by bytes, without holding the task's thread.
 */
public final class FetchPictures extends RichAsyncFunction<ProductEvent, FetchedProduct> {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private transient PictureFetcher fetcher;

  public FetchPictures(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    fetcher = new PictureFetcher(settings);
  }

  @Override
  public void close() {
    if (fetcher != null) {
      fetcher.close();
    }
  }

  @Override
  public void asyncInvoke(ProductEvent event, ResultFuture<FetchedProduct> result) {
    Failpoint.FETCH.reach();
    var unused =
        fetcher
            .fetch(event)
            .thenApply(FetchPictures::fetched)
            .whenComplete(
                (product, error) -> {
                  if (error == null) {
                    result.complete(List.of(product));
                  } else {
                    result.completeExceptionally(error);
                  }
                });
  }

  private static FetchedProduct fetched(FetchedProduct product) {
    Failpoint.FETCHED.reach();
    return product;
  }
}
