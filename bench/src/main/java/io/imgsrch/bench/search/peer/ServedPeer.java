package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import java.io.IOException;
import java.util.List;

/** Our query API over HTTP, the whole way: plan, candidates, filter, and the check of the page. */
public final class ServedPeer implements Peer {
  private final ServedCatalogue catalogue;
  private final boolean checked;

  /**
   * @param catalogue shared by both peers of ours, and not closed here
   * @param checked whether pages are checked against the state
   */
  public ServedPeer(ServedCatalogue catalogue, boolean checked) {
    this.catalogue = catalogue;
    this.checked = checked;
  }

  @Override
  public String name() {
    return checked ? "imgsrch" : "imgsrch, page unchecked";
  }

  @Override
  public String description() {
    return checked
        ? "our query API by HTTP; the query job plans, and every page is checked against queryable"
            + " state"
        : "the same job, whose reads of the state are answered without asking it, for the benchmark"
            + " only";
  }

  @Override
  public boolean served() {
    return true;
  }

  @Override
  public void load(Items items) throws IOException, InterruptedException {
    catalogue.load(items);
  }

  @Override
  public void arrange(Items items, Shape shape) throws IOException, InterruptedException {
    catalogue.arrange(items, shape);
  }

  @Override
  public Searches open(List<Question> questions, Effort effort) throws IOException {
    PageCheck.set(checked);
    return new HttpSearches(catalogue.platform().api(), questions);
  }

  @Override
  public void write(List<Item> items) throws IOException {
    catalogue.write(items);
  }

  @Override
  public void close() {}
}
