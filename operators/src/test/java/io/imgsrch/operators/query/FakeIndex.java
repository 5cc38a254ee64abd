package io.imgsrch.operators.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A vector index whose pictures have fixed scores, whatever the vector. */
public final class FakeIndex implements VectorIndex {
  private final Map<String, Float> scores = new HashMap<>();
  public final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
  public final List<float[]> vectors = Collections.synchronizedList(new ArrayList<>());
  public final List<Boolean> askedForCurrent = Collections.synchronizedList(new ArrayList<>());
  public volatile @Nullable RuntimeException failure;
  public volatile boolean hangs;
  public volatile boolean closed;

  public FakeIndex add(String imagePk, double score) {
    scores.put(imagePk, (float) score);
    return this;
  }

  @Override
  public CompletableFuture<List<ScoredImage>> search(float[] vector, int count, boolean current) {
    asked.add(count);
    askedForCurrent.add(current);
    vectors.add(vector);
    return answer(
        scores.entrySet().stream()
            .map(entry -> new ScoredImage(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(ScoredImage::score).reversed())
            .limit(count)
            .toList());
  }

  @Override
  public CompletableFuture<Set<String>> present(Collection<String> imagePks) {
    var present = new HashSet<>(imagePks);
    present.retainAll(scores.keySet());
    return answer(present);
  }

  @Override
  public CompletableFuture<Optional<float[]>> vectorOf(String imagePk) {
    return answer(
        scores.containsKey(imagePk) ? Optional.of(Samples.unitVector(7)) : Optional.empty());
  }

  @Override
  public void close() {
    closed = true;
  }

  private <T> CompletableFuture<T> answer(T value) {
    if (hangs) {
      return new CompletableFuture<>();
    }
    var error = failure;
    return error == null
        ? CompletableFuture.completedFuture(value)
        : CompletableFuture.failedFuture(error);
  }
}
