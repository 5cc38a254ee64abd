package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ClusterTraining;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.operators.query.plan.Cardinality;
import io.imgsrch.operators.query.plan.Path;
import io.imgsrch.operators.query.plan.PathCosts;
import io.imgsrch.operators.query.plan.Planner;
import io.imgsrch.vector.DotProduct;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Our search in memory, in this process: no network, no check of the page. It scores all that a
 * filter allows, or what is in clusters near the query, as the planner of searches chooses; but no
 * audit measures the way that was not taken.
 */
public final class InProcessPeer implements Peer {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ExactSearch search = new ExactSearch(DotProduct.fastest());
  private final PathCosts costs = PathCosts.guessed();
  private final Planner planner;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile Mirror mirror = new Mirror();
  private Shape shape = Shape.SPREAD;

  InProcessPeer() {
    var settings = Settings.of(List.of());
    planner =
        new Planner(
            costs, settings.get(QueryOptions.OVERFETCH), settings.get(QueryOptions.MAX_CANDIDATES));
  }

  @Override
  public String name() {
    return "imgsrch, in process";
  }

  @Override
  public String description() {
    return "our scores in memory, called directly: all that the filter allows, or what of it is in"
        + " clusters near the query, by 8 bits, the best again by 16";
  }

  @Override
  public boolean served() {
    return false;
  }

  /** They are taken when it is known who sells them. */
  @Override
  public void load(Items items) {}

  @Override
  public void arrange(Items items, Shape newShape) {
    shape = newShape;
    mirror = new Mirror(items.dimension(), Long.MAX_VALUE);
    for (int number = 0; number < items.size(); number++) {
      apply(items.get(number));
    }
    mirror.publish(1);
    var training = new ClusterTraining(DotProduct.fastest());
    while (training.step(mirror, () -> false)) {
      mirror.publish(1);
    }
  }

  private void apply(Item item) {
    var product = Product.of(item, shape);
    numbers.put(Product.imagePk(item.number()), item.number());
    mirror.apply(product.image(item.vector()));
    mirror.apply(product.offer());
  }

  @Override
  public Searches open(List<Question> questions, Effort effort) {
    var scopes = questions.stream().map(question -> Product.scope(question.filter())).toList();
    return question -> answer(questions.get(question).vector(), scopes.get(question));
  }

  private Answer answer(float[] vector, Scope scope) {
    var images = nearest(vector, scope);
    var items = new int[Math.min(Question.TOP, images.size())];
    for (int i = 0; i < items.length; i++) {
      items[i] = Objects.requireNonNull(numbers.get(images.get(i).imagePk()));
    }
    return new Answer(items, true);
  }

  private List<ScoredImage> nearest(float[] vector, Scope scope) {
    while (true) {
      long start = System.nanoTime();
      var allowed = new AllowedView(search, mirror.view(), scope);
      var pictures =
          new Cardinality(
              allowed.count(), allowed.resident(), allowed.clustered(), allowed.indexed());
      var plan = planner.inMemory(pictures, Question.TOP);
      boolean visits = plan.path() == Path.CLUSTERED;
      var images =
          visits
              ? allowed.nearestByClusters(vector, plan.candidates(), () -> false)
              : allowed.nearest(vector, plan.candidates(), () -> false);
      if (images.isPresent()) {
        var measured = visits ? costs.clustered() : costs.exact();
        measured.measured(pictures.resident(), (System.nanoTime() - start) / NANOS_PER_MILLI);
        return images.get();
      }
    }
  }

  @Override
  public void write(List<Item> items) {
    for (var item : items) {
      apply(item);
    }
    mirror.publish(1);
  }

  @Override
  public void close() {}
}
