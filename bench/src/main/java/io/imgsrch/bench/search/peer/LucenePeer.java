package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Lucene's HNSW with a filter, in this process. */
public final class LucenePeer implements Peer {
  private static final String NUMBER = "number";
  private static final String VECTOR = "vector";
  private static final String CATEGORY = "category";

  private final MMapDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  /** Opens an index in an empty directory. */
  public LucenePeer(Path path) throws IOException {
    directory = new MMapDirectory(path);
    writer = new IndexWriter(directory, new IndexWriterConfig());
    searchers = new SearcherManager(writer, new SearcherFactory());
  }

  @Override
  public String name() {
    return "Lucene, in process";
  }

  @Override
  public String description() {
    return "Lucene %s, float HNSW of default M, one segment, filter by postings, k tuned; on Java 17 without vector instructions"
        .formatted(org.apache.lucene.util.Version.LATEST);
  }

  @Override
  public boolean served() {
    return false;
  }

  @Override
  public void load(Items items) throws IOException {
    for (int number = 0; number < items.size(); number++) {
      writer.addDocument(document(items.get(number)));
    }
    writer.forceMerge(1);
    writer.commit();
    searchers.maybeRefreshBlocking();
  }

  private static Document document(Item item) {
    var document = new Document();
    document.add(new StringField(NUMBER, Integer.toString(item.number()), Field.Store.NO));
    document.add(new NumericDocValuesField(NUMBER, item.number()));
    for (var shape : Shape.values()) {
      var merchant = Integer.toString(item.merchant(shape));
      document.add(new StringField(shape.label(), merchant, Field.Store.NO));
    }
    document.add(new StringField(CATEGORY, Integer.toString(item.category()), Field.Store.NO));
    document.add(
        new KnnFloatVectorField(VECTOR, item.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  @Override
  public List<List<Effort>> efforts() {
    return List.of(
        IntStream.of(20, 40, 80, 160, 320, 640).mapToObj(k -> new Effort("k", k)).toList());
  }

  @Override
  public Searches open(List<Question> questions, Effort effort) {
    var queries =
        questions.stream()
            .map(
                question ->
                    new KnnFloatVectorQuery(
                        VECTOR, question.vector(), effort.value(), filter(question.filter())))
            .toList();
    return question -> search(queries.get(question));
  }

  private static @Nullable Query filter(Filter filter) {
    var conditions = new BooleanQuery.Builder();
    if (!filter.merchants().isEmpty()) {
      var merchants =
          filter.merchants().stream().map(merchant -> new BytesRef(merchant.toString())).toList();
      conditions.add(
          new TermInSetQuery(filter.shape().label(), merchants), BooleanClause.Occur.FILTER);
    }
    if (filter.category() != null) {
      conditions.add(
          new TermQuery(new Term(CATEGORY, filter.category().toString())),
          BooleanClause.Occur.FILTER);
    }
    var all = conditions.build();
    return all.clauses().isEmpty() ? null : all;
  }

  private Answer search(Query query) throws IOException {
    var searcher = searchers.acquire();
    try {
      var best = searcher.search(query, Question.TOP).scoreDocs;
      var numbers = MultiDocValues.getNumericValues(searcher.getIndexReader(), NUMBER);
      var items = new int[best.length];
      // Values are read forwards only.
      for (int place : IntStream.range(0, best.length).boxed().sorted(byDocument(best)).toList()) {
        if (numbers == null || !numbers.advanceExact(best[place].doc)) {
          throw new IOException("a document has no number");
        }
        items[place] = (int) numbers.longValue();
      }
      return new Answer(items, true);
    } finally {
      searchers.release(searcher);
    }
  }

  private static Comparator<Integer> byDocument(ScoreDoc[] best) {
    return Comparator.comparingInt(place -> best[place].doc);
  }

  @Override
  public void write(List<Item> items) throws IOException {
    for (var item : items) {
      writer.updateDocument(new Term(NUMBER, Integer.toString(item.number())), document(item));
    }
    searchers.maybeRefreshBlocking();
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
  }
}
