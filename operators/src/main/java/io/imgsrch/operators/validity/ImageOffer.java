package io.imgsrch.operators.validity;

/**
 * An offer as its picture knows it: what a search filters by.
 *
 * @param available whether a search may show it
 */
public record ImageOffer(long merchantId, String productId, String category, boolean available) {}
