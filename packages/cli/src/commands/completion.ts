import type { Command, Option } from 'commander';

export const shells = ['bash', 'fish', 'zsh'] as const;
export type Shell = (typeof shells)[number];

/** A script that makes a shell complete commands, flags, their values, and files; made from the commands themselves. */
export function completionScript(shell: Shell, program: Command): string {
  switch (shell) {
    case 'bash':
      return bashScript(program);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`;
    case 'fish':
      return fishScript(program);
  }
}

function bashScript(program: Command): string {
  const name = program.name();
  const commands = program.commands.map((command) => command.name());
  const flagCases = program.commands.map(
    (command) => `    ${command.name()}) flags="${command.options.flatMap(flagsOf).join(' ')} --help" ;;`,
  );
  const choices = program.commands.flatMap((command) => command.options.filter(hasChoices));
  const choiceCases = choices.map(
    (option) =>
      `    ${flagsOf(option).join('|')}) COMPREPLY=($(compgen -W "${choicesOf(option).join(' ')}" -- "$current")); return ;;`,
  );
  return `# cinderlog completion: in ~/.bashrc, eval "$(${name} completion bash)"
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags=""
  case "$previous" in
${[...new Set(choiceCases)].join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${flagCases.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "\${flags:---help --version}" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
    if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY+=($(compgen -W "${[...commands, 'help'].join(' ')}" -- "$current")); fi
  fi
}
complete -o filenames -o bashdefault -F _${name} ${name}
`;
}

function fishScript(program: Command): string {
  const name = program.name();
  const lines = program.commands.flatMap((command) => [
    `complete -c ${name} -n __fish_use_subcommand -a ${command.name()} -d ${quote(command.summary())}`,
    ...command.options.map((option) => {
      const flags = flagsOf(option).map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      const values = hasChoices(option) ? ` -x -a ${quote(choicesOf(option).join(' '))}` : option.required ? ' -r' : '';
      return `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name()}' ${flags.join(' ')}${values} -d ${quote(option.description)}`;
    }),
  ]);
  return `# cinderlog completion: ${name} completion fish > ~/.config/fish/completions/${name}.fish\n${lines.join('\n')}\n`;
}

function flagsOf(option: Option): string[] {
  return [option.short, option.long].filter((flag) => flag !== undefined);
}

function hasChoices(option: Option): boolean {
  return choicesOf(option).length > 0;
}

function choicesOf(option: Option): readonly string[] {
  return option.argChoices ?? [];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`\'`)}'`;
}
