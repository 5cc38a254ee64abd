package io.imgsrch.local.client;

import io.imgsrch.config.event.Position;
import java.time.Duration;
import java.util.List;

/**
 * What a load did.
 *
 * @param products events that Kafka acknowledged
 * @param pictures that these events refer to
 * @param positions the newest event of each partition: a search with these sees all of them
 */
public record LoadReport(int products, int pictures, List<Position> positions, Duration took) {}
