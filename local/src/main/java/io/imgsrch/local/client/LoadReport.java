package io.imgsrch.local.client;

import java.time.Duration;

/**
 * What a load did.
 *
 * @param products events that Kafka acknowledged
 * @param pictures that these events refer to
 */
public record LoadReport(int products, int pictures, Duration took) {}
