package io.imgsrch.operators.assemble;

import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Listing;
import io.imgsrch.operators.fetch.FetchedProduct;
import io.imgsrch.operators.fetch.MissedPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Which picture each place of an event's {@code images} holds, for its newest revision. Keyed by
 * product. A revision may be fetched more than once, all of it or what failed: a place that is
 * filled does not become empty because its host fails in passing.
 */
final class PictureSlots {
  private final MapState<Integer, String> slots;

  PictureSlots(RuntimeContext runtime) {
    slots = runtime.getMapState(new MapStateDescriptor<>("picture-slots", Types.INT, Types.STRING));
  }

  /**
   * Fills the places that were had and empties those that were missed.
   *
   * @param known the listing of the same revision, null if its pictures come for the first time
   * @return the missed pictures whose places are empty now
   */
  List<MissedPicture> put(FetchedProduct product, @Nullable Listing known) throws Exception {
    if (known == null) {
      slots.clear();
    } else if (slots.isEmpty()) {
      restore(known);
    }
    for (var picture : product.pictures()) {
      slots.put(picture.index(), picture.imagePk());
    }
    var empty = new ArrayList<MissedPicture>();
    for (var missed : product.missed()) {
      if (!missed.reason().passing() || !slots.contains(missed.index())) {
        slots.remove(missed.index());
        empty.add(missed);
      }
    }
    return empty;
  }

  /** A checkpoint from before there were slots has only the listing. */
  private void restore(Listing known) throws Exception {
    var failed = known.failedPictures().stream().map(FailedPicture::index).toList();
    int index = 0;
    for (var imagePk : known.imagePks()) {
      while (failed.contains(index)) {
        index++;
      }
      slots.put(index++, imagePk);
    }
  }

  void clear() {
    slots.clear();
  }

  boolean isFilled(int index) throws Exception {
    return slots.contains(index);
  }

  /** The pictures in the order of their places, each once. */
  List<String> imagePks() throws Exception {
    Map<Integer, String> ordered = new TreeMap<>();
    for (var slot : slots.entries()) {
      ordered.put(slot.getKey(), slot.getValue());
    }
    return ordered.values().stream().distinct().toList();
  }
}
