namespace Workflows.Cli.Output.Text;

/// <summary>
/// A table as kubectl prints them: a line of capitals, columns apart by two spaces, no frame, never wrapped, so that
/// <c>awk</c> and <c>grep</c> read it too.
/// </summary>
internal sealed class TextTable(params TextTable.Column[] columns)
{
    private readonly List<Cell[]> rows = [];

    public void Add(params Cell[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        rows.Add([.. cells.Select(cell => cell with { Text = SafeText.Of(cell.Text) })]);
    }

    public void WriteTo(TextWriter writer, Palette palette)
    {
        var widths = columns
            .Select((column, i) => rows.Select(row => row[i].Text.Length).Append(column.Title.Length).Max())
            .ToArray();
        WriteRow(writer, palette, widths, [.. columns.Select(column => new Cell(column.Title, Tone.Strong))]);
        foreach (var row in rows)
        {
            WriteRow(writer, palette, widths, row);
        }
    }

    private void WriteRow(TextWriter writer, Palette palette, int[] widths, Cell[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var padding = new string(' ', widths[i] - row[i].Text.Length);
            var text = palette.Paint(row[i].Text, row[i].Tone);
            var last = i == row.Length - 1;
            writer.Write(columns[i].Right ? padding + text : last ? text : text + padding);
            writer.Write(last ? "\n" : "  ");
        }
    }

    /// <param name="Title">The heading, in capitals.</param>
    /// <param name="Right">Whether numbers stand in it, which are read from the right.</param>
    internal sealed record Column(string Title, bool Right = false);

    internal sealed record Cell(string Text, Tone Tone = Tone.Plain)
    {
        public static implicit operator Cell(string text) => new(text);
    }
}
