using Workflows.Core.Buffers;

namespace Workflows.Core.Tests.Buffers;

public sealed class LargeArraysTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void What_one_thread_returned_another_rents()
    {
        var array = LargeArrays.Rent(Size);
        var thread = new Thread(() => LargeArrays.Return(array));
        thread.Start();
        thread.Join();

        Assert.Same(array, LargeArrays.Rent(Size));
    }

    [Fact]
    public void No_more_of_a_size_are_kept_than_work_at_once()
    {
        var many = Enumerable.Range(0, 40).Select(_ => LargeArrays.Rent(4 * Size)).ToHashSet();
        foreach (var array in many)
        {
            LargeArrays.Return(array);
        }

        Assert.Equal(8, Enumerable.Range(0, 40).Count(_ => many.Contains(LargeArrays.Rent(4 * Size))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(5 << 20)]
    public void Any_length_can_be_rented_and_returned(int bytes)
    {
        var array = LargeArrays.Rent(bytes);

        Assert.True(array.Length >= bytes);
        LargeArrays.Return(array);
    }
}
