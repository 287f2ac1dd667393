return await Workflows.Benchmarks.BenchmarkApplication.RunAsync(args);
