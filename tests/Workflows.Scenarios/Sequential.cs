// The tests share two clusters and two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
