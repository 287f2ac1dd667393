namespace Workflows.Cli.Completion;

/// <summary>Scripts that make a shell ask this program what may come next.</summary>
internal static class CompletionScripts
{
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no script for this shell."),
    };

    private const string Bash = """
        # workflows completion for bash. Load it with:
        #   source <(workflows completion bash)
        _workflows_complete() {
          local word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
          # bash makes words of their own of '=' and ':'; the program sees the line as it is.
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _workflows_complete workflows

        """;

    private const string Zsh = """
        #compdef workflows
        # workflows completion for zsh. Load it with:
        #   source <(workflows completion zsh)
        _workflows_complete() {
          local -a suggestions
          suggestions=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- "${(@)suggestions:#}"
        }
        if [[ "${funcstack[1]}" = "_workflows_complete" ]]; then
          _workflows_complete
        else
          compdef _workflows_complete workflows
        fi

        """;

    private const string Fish = """
        # workflows completion for fish. Load it with:
        #   workflows completion fish | source
        function __workflows_complete
          set --local line (commandline --current-process --cut-at-cursor)
          set --local program (commandline --current-process --tokenize)[1]
          command $program "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete --command workflows --no-files --arguments '(__workflows_complete)'

        """;
}
