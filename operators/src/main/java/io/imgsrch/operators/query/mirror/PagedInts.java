package io.imgsrch.operators.query.mirror;

import java.util.Arrays;
import java.util.BitSet;

/** A {@link PagedArray} of numbers from −1 on; one that was never set is {@link #NONE}. */
final class PagedInts {
  static final int NONE = -1;

  private static final int BITS = 10;
  private static final int PAGE = 1 << BITS;

  private final int[][] pages;

  private PagedInts(int[][] pages) {
    this.pages = pages;
  }

  int get(int index) {
    return element(pages, index);
  }

  private static int element(int[][] pages, int index) {
    int page = index >>> BITS;
    return page < pages.length ? pages[page][index & (PAGE - 1)] : NONE;
  }

  /** Changes numbers, for one thread. */
  static final class Editor {
    private int[][] pages = new int[0][];
    private boolean ownsPages = true;
    private final BitSet owned = new BitSet();

    int get(int index) {
      return element(pages, index);
    }

    /** Costs a copy of a page, 4 KiB, for the first change of it since the last freeze. */
    void set(int index, int element) {
      int page = index >>> BITS;
      if (page >= pages.length) {
        grow(page + 1);
      } else if (!owned.get(page)) {
        if (!ownsPages) {
          pages = pages.clone();
          ownsPages = true;
        }
        pages[page] = pages[page].clone();
        owned.set(page);
      }
      pages[page][index & (PAGE - 1)] = element;
    }

    private void grow(int count) {
      int from = pages.length;
      pages = Arrays.copyOf(pages, count);
      ownsPages = true;
      for (int page = from; page < count; page++) {
        pages[page] = new int[PAGE];
        Arrays.fill(pages[page], NONE);
        owned.set(page);
      }
    }

    /** The numbers as they are now. */
    PagedInts freeze() {
      owned.clear();
      ownsPages = false;
      return new PagedInts(pages);
    }
  }
}
