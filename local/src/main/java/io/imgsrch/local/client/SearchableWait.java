package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.client.WaitReport.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks the query API until every product of a catalogue is searchable. */
public final class SearchableWait {
  private static final int THREADS = 8;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration GIVE_UP_UNREACHABLE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;

  /** So many answers in vain end a round: questions would keep the platform from its work. */
  private static final int MISSES = 16;

  private final ApiClient api;

  /**
   * @param api such as {@code http://127.0.0.1:18080}
   */
  public SearchableWait(URI api) {
    this.api = new ApiClient(api, REQUEST_TIMEOUT);
  }

  /**
   * Returns when nothing is left to wait for, or when the time is over.
   *
   * @throws UnreachableException if the query API stays silent for 10 s
   */
  public WaitReport await(Catalogue catalogue, Duration timeout, LoadListener listener)
      throws ClientException, InterruptedException {
    long start = System.nanoTime();
    long lastAnswer = start;
    int all = catalogue.products().size();
    var failedPictures = new AtomicInteger();
    var waiting = new ConcurrentHashMap<String, Waiting>();
    catalogue.products().forEach(p -> waiting.put(p.key(), new Waiting(p.key(), "not asked yet")));
    var next = catalogue.products();
    while (true) {
      int before = waiting.size();
      Set<String> missed = ConcurrentHashMap.newKeySet();
      var silent = new ConcurrentHashMap<String, UnreachableException>();
      Parallel.forEach(
          next,
          THREADS,
          product -> {
            if (missed.size() < MISSES) {
              var why = ask(product, failedPictures, silent);
              if (why == null) {
                waiting.remove(product.key());
              } else {
                waiting.put(product.key(), new Waiting(product.key(), why));
                missed.add(product.key());
              }
            }
          });
      listener.searchable(all - waiting.size(), all);
      long now = System.nanoTime();
      if (silent.size() < missed.size() || waiting.size() < before) {
        lastAnswer = now;
      } else if (now - lastAnswer > GIVE_UP_UNREACHABLE.toNanos()) {
        throw silent.values().iterator().next();
      }
      if (waiting.isEmpty() || now - start > timeout.toNanos()) {
        var took = Duration.ofNanos(now - start);
        return new WaitReport(
            all - waiting.size(), failedPictures.get(), inOrder(catalogue, waiting), took);
      }
      next = missedLast(next, waiting.keySet(), missed);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Those of a round that still wait; what it asked in vain comes after what it did not ask. */
  private static List<CatalogueProduct> missedLast(
      List<CatalogueProduct> round, Set<String> waiting, Set<String> missed) {
    return round.stream()
        .filter(product -> waiting.contains(product.key()))
        .sorted(Comparator.comparing(product -> missed.contains(product.key())))
        .toList();
  }

  /** Null once the product is settled, else what it waits for. */
  private @Nullable String ask(
      CatalogueProduct product,
      AtomicInteger failedPictures,
      Map<String, UnreachableException> silent)
      throws ClientException, InterruptedException {
    var path =
        "/v1/products/%d/%s"
            .formatted(
                product.merchantId(),
                URLEncoder.encode(product.productId(), UTF_8).replace("+", "%20"));
    try {
      var response = api.send(api.request(path).GET().build());
      return switch (response.statusCode()) {
        case 200 -> {
          var status = EventJson.read(response.body(), ProductStatus.class);
          if (!status.isSettled(product.version())) {
            yield status.pending(product.version());
          }
          failedPictures.addAndGet(status.failed());
          yield null;
        }
        case 404 -> "not known yet";
        case 429, 500, 502, 503, 504 -> String.valueOf(ApiClient.problem(response).getMessage());
        default -> throw ApiClient.problem(response);
      };
    } catch (UnreachableException e) {
      silent.put(product.key(), e);
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      throw new ClientException(
          "cannot read what the query API says of " + product.key() + ": " + e.getMessage(), e);
    }
  }

  private static List<Waiting> inOrder(Catalogue catalogue, Map<String, Waiting> waiting) {
    return catalogue.products().stream()
        .map(product -> waiting.get(product.key()))
        .filter(Objects::nonNull)
        .toList();
  }
}
