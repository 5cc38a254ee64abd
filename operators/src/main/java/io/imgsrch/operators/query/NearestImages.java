package io.imgsrch.operators.query;

import java.util.List;

/**
 * What was found by scoring all that is allowed.
 *
 * @param images the best first
 * @param unscored how many were allowed and had no vector in memory
 */
public record NearestImages(List<ScoredImage> images, int unscored) {}
