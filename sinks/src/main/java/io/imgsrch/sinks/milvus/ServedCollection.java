package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Settings;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.collection.request.DescribeCollectionReq;
import io.milvus.v2.service.utility.request.CreateAliasReq;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The collection behind the configured name. The name is an alias, so that a rebuild can put
 * another collection behind it: the name and _1 at first, then _2 and so on. A deployment from
 * before there was an alias has a collection of the very name, until its first rebuild.
 */
final class ServedCollection {
  /** What a collection of the very name becomes when its successor takes over. */
  static final int BEFORE_ALIAS = 0;

  static final int FIRST = 1;

  private final String name;
  private final Settings settings;
  private final int dimension;
  private final Pattern generation;

  ServedCollection(Settings settings, int dimension) {
    this.name = settings.get(MilvusOptions.COLLECTION);
    this.settings = settings;
    this.dimension = dimension;
    this.generation = Pattern.compile(Pattern.quote(name) + "_([0-9]{1,9})");
  }

  /** The name that jobs use. */
  String name() {
    return name;
  }

  /**
   * Makes it ready. Tasks that come at the same time all succeed. A first collection without an
   * alias is what a rebuild left that was killed just before it set the alias, so it is complete.
   *
   * @throws CollectionMismatchException if it has another dimension, metric or key
   */
  void ensure(MilvusClientV2 client) {
    var served = new MilvusCollection(name, settings, dimension);
    if (!served.exists(client)) {
      var first = generation(FIRST);
      new MilvusCollection(first, settings, dimension).ensure(client);
      MilvusCollection.unlessMeanwhile(
          () ->
              client.createAlias(
                  CreateAliasReq.builder().alias(name).collectionName(first).build()),
          () -> served.exists(client));
    }
    served.ensure(client);
  }

  String generation(int number) {
    return name + "_" + number;
  }

  /** The collection that serves, which may be of the very name; empty if there is none. */
  Optional<String> serving(MilvusClientV2 client) {
    if (!new MilvusCollection(name, settings, dimension).exists(client)) {
      return Optional.empty();
    }
    var collections = client.listCollections().getCollectionNames();
    if (collections.contains(name)) {
      return Optional.of(name);
    }
    // The server tells the collection of an alias by its id; 2.3 has no other way.
    var id = id(client, name);
    return collections.stream().filter(each -> id(client, each) == id).findFirst();
  }

  /** The collections that first serving and rebuilds made, by their numbers. */
  SortedMap<Integer, String> generations(MilvusClientV2 client) {
    var generations = new TreeMap<Integer, String>();
    for (var each : client.listCollections().getCollectionNames()) {
      var match = generation.matcher(each);
      if (match.matches()) {
        generations.put(Integer.parseInt(match.group(1)), each);
      }
    }
    return generations;
  }

  static long id(MilvusClientV2 client, String collection) {
    return client
        .describeCollection(DescribeCollectionReq.builder().collectionName(collection).build())
        .getCollectionID();
  }
}
