package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random catalogues: the mirror says what brute force over the newest records says. */
class MirrorPropertyTest {
  private static final int SEEDS = 150;
  private static final int RECORDS = 300;

  @Test
  void everyViewSaysWhatTheRecordsSaidWhenItWasPublished() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var catalogue = new RandomCatalogue(new Random(seed));
      var mirror = new Mirror();
      var truth = new BruteForce();
      var views = new ArrayList<MirrorView>();
      var answers = new ArrayList<List<Object>>();
      for (var record : catalogue.records(RECORDS)) {
        apply(mirror, record);
        truth.add(record);
        if (catalogue.random.nextInt(20) == 0) {
          mirror.publish(answers.size());
          views.add(mirror.view());
          answers.add(truth.answers());
        }
      }
      for (int i = 0; i < views.size(); i++) {
        assertThat(views.get(i).newestMillis()).isEqualTo(i);
        assertThat(answers(views.get(i))).as("seed %d, view %d", seed, i).isEqualTo(answers.get(i));
      }
    }
  }

  @Test
  void replaysTakeNothingBack() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var catalogue = new RandomCatalogue(new Random(seed));
      var records = catalogue.records(RECORDS);
      var offers = records.stream().filter(Offer.class::isInstance).map(Offer.class::cast).toList();
      var mirror = new Mirror();
      var truth = new BruteForce();
      records.forEach(record -> apply(mirror, record));
      records.forEach(truth::add);
      int from = catalogue.random.nextInt(offers.size());
      for (var old : offers.subList(from, offers.size())) {
        mirror.apply(old);
        mirror.publish(1);
        assertThat(answers(mirror.view())).as("seed %d", seed).isEqualTo(truth.answers());
      }
    }
  }

  @Test
  void whatCompactionLeftIsEnough() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var catalogue = new RandomCatalogue(new Random(seed));
      var records = catalogue.records(RECORDS);
      var truth = new BruteForce();
      records.forEach(truth::add);
      var mirror = new Mirror();
      compacted(records, catalogue.random).forEach(record -> apply(mirror, record));
      mirror.publish(1);
      assertThat(answers(mirror.view())).as("seed %d", seed).isEqualTo(truth.answers());
      var whole = new Mirror();
      records.forEach(record -> apply(whole, record));
      whole.publish(1);
      assertThat(mirror.view().offersOnSale()).isEqualTo(whole.view().offersOnSale());
      assertThat(mirror.view().imagesEmbedded()).isEqualTo(whole.view().imagesEmbedded());
    }
  }

  /** The last of each key in its place, and of a part that is not compacted yet all. */
  private static List<Object> compacted(List<Object> records, Random random) {
    var last = new LinkedHashMap<Object, Integer>();
    for (int i = 0; i < records.size(); i++) {
      last.put(key(records.get(i)), i);
    }
    int dirty = random.nextInt(records.size());
    var left = new ArrayList<Object>();
    for (int i = 0; i < records.size(); i++) {
      if (i >= dirty || last.getOrDefault(key(records.get(i)), -1) == i) {
        left.add(records.get(i));
      }
    }
    return left;
  }

  private static Object key(Object record) {
    return record instanceof Offer offer ? offer.key() : ((ImageVector) record).imagePk();
  }

  private static void apply(Mirror mirror, Object record) {
    if (record instanceof Offer offer) {
      mirror.apply(offer);
    } else {
      mirror.apply((ImageVector) record);
    }
  }

  /** By scope: images and offers within. */
  private static List<Object> answers(MirrorView view) {
    var answers = new ArrayList<Object>();
    for (var scope : RandomCatalogue.SCOPES) {
      var found = new ArrayList<String>();
      var images = view.images(scope);
      images.forEach(
          image ->
              view.offers(
                  image,
                  scope,
                  (merchant, product) ->
                      found.add(view.imagePk(image) + " " + merchant + "/" + product)));
      Collections.sort(found);
      answers.add(found);
      if (isExact(scope)) {
        assertThat(images.cardinality())
            .as("of %s", scope)
            .isEqualTo((int) found.stream().map(hit -> hit.substring(0, 64)).distinct().count());
      }
      images.forEach(
          image ->
              assertThat(view.ordinal(view.imagePk(image))).as("of %s", scope).isEqualTo(image));
    }
    return answers;
  }

  private static boolean isExact(Scope scope) {
    return scope.merchantIds() == null || scope.category() == null;
  }
}
