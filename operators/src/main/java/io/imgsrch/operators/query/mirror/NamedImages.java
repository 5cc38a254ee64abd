package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.ScoredImage;
import java.util.AbstractList;
import java.util.RandomAccess;

/** Images by their names, each of which is only written out when it is asked for. */
final class NamedImages extends AbstractList<ScoredImage> implements RandomAccess {
  private final MirrorView view;
  private final int[] images;
  private final float[] scores;

  /** Keeps the arrays. */
  NamedImages(MirrorView view, int[] images, float[] scores) {
    this.view = view;
    this.images = images;
    this.scores = scores;
  }

  @Override
  public ScoredImage get(int index) {
    return new ScoredImage(view.imagePk(images[index]), scores[index]);
  }

  @Override
  public int size() {
    return images.length;
  }
}
