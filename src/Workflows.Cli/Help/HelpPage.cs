namespace Workflows.Cli.Help;

/// <summary>Lays out paragraphs and two-column lists at a width.</summary>
internal sealed class HelpPage(TextWriter output, int width)
{
    private const int NamesWidth = 32;

    private bool started;

    public void Heading(string text)
    {
        Gap();
        output.Write(text + ":\n");
    }

    public void Paragraph(string text)
    {
        Gap();
        foreach (var line in Wrap(text, width))
        {
            output.Write(line + "\n");
        }
    }

    /// <summary>A line that is not wrapped, so that it can be copied.</summary>
    public void Verbatim(string text, int indent) => output.Write(new string(' ', indent) + text + "\n");

    public void Rows(string heading, IEnumerable<(string Names, string Description)> rows)
    {
        var all = rows.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        Heading(heading);
        var column = Math.Min(NamesWidth, all.Max(row => row.Names.Length) + 4);
        foreach (var (names, description) in all)
        {
            Row("  " + names, description, column);
        }
    }

    private void Row(string names, string description, int column)
    {
        var lines = Wrap(description, Math.Max(30, width - column)).ToList();
        if (names.Length + 2 > column)
        {
            output.Write(names + "\n");
        }
        else
        {
            output.Write((names.PadRight(column) + lines[0]).TrimEnd() + "\n");
            lines.RemoveAt(0);
        }

        foreach (var line in lines)
        {
            output.Write(new string(' ', column) + line + "\n");
        }
    }

    private void Gap()
    {
        if (started)
        {
            output.Write("\n");
        }

        started = true;
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
