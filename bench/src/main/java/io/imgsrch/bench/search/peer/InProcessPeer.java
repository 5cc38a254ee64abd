package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.DotProduct;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Our exact search on a catalogue in memory, in this process: no network, no check of the page. */
public final class InProcessPeer implements Peer {
  private final ExactSearch search = new ExactSearch(DotProduct.fastest());
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile Mirror mirror = new Mirror();
  private Shape shape = Shape.SPREAD;

  @Override
  public String name() {
    return "imgsrch, in process";
  }

  @Override
  public String description() {
    return "our exact scores in memory, called directly: all that the filter allows, by 8 bits, the"
        + " best again by 16";
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
    var images = search.nearest(mirror, vector, scope, Question.TOP, () -> false).images();
    var items = new int[images.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = Objects.requireNonNull(numbers.get(images.get(i).imagePk()));
    }
    return new Answer(items, true);
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
