package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.event.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * More pictures of a merchant than a query server with {@link #EXCEEDED_MB} has room for. They look
 * like nothing.
 */
final class ManyPictures {
  static final String EXCEEDED_MB = "1";

  private static final String PRODUCT = "many-";

  /** So few that a page has room for two more. */
  private static final int PRODUCTS = 8;

  private static final int PICTURES_EACH = 150;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManyPictures() {}

  static boolean areOf(String productId) {
    return productId.startsWith(PRODUCT);
  }

  static void list(Shop shop, long merchant) throws Exception {
    var random = new Random(merchant);
    int dimension = shop.platform().settings().get(EmbedOptions.DIMENSION);
    for (int product = 0; product < PRODUCTS; product++) {
      var pictures = new ArrayList<String>();
      for (int number = 0; number < PICTURES_EACH; number++) {
        var imagePk = Digest.sha256((product + "/" + number).getBytes(US_ASCII));
        IndexedPictures.sendVector(shop, imagePk, IndexedPictures.anyVector(random, dimension));
        pictures.add(imagePk);
      }
      IndexedPictures.sendListing(shop, merchant, PRODUCT + product, pictures);
    }
  }

  /** Whether all of them can be found, and not all in memory. */
  static boolean exceedMemory(Shop shop, long merchant) throws Exception {
    var fields =
        Map.of(
            "image_pk",
            Digest.sha256("0/0".getBytes(US_ASCII)),
            "merchant_ids",
            List.of(merchant),
            "explain",
            true);
    var plan = JSON.readTree(shop.searchFor(fields).body()).path("explain");
    int allowed = plan.path("allowed").asInt();
    return allowed >= PRODUCTS * PICTURES_EACH && plan.path("resident").asInt() < allowed;
  }
}
