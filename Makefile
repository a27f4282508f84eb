# Every target is one line: the work is done by the small programs in tools/.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv/bin
PYTEST_ARGS ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup dev run test fast check bench docs fonts lock new-check clean

help: ## 列出全部命令 / this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 19

setup: ## 装入 .venv（重复执行只需数秒）/ install into .venv
	@$(PYTHON) tools/setup.py

dev: ## 另装开发与测试所需 / plus what developing and testing need
	@$(PYTHON) tools/setup.py --dev --next "make fast"

run: ## 安装、载入示例数据并启动：http://127.0.0.1:8000 / install, load sample data, serve
	@$(PYTHON) tools/setup.py --quiet
	@$(VENV)/bihuan demo --port $(PORT)

test: ## 全部检查与全部测试（约十分钟）/ every check and every test
	@$(PYTHON) tools/setup.py --dev --system --quiet
	@$(VENV)/python tools/verify.py lint types layers docs tests -- $(PYTEST_ARGS)

fast: ## 快速检查，30 秒以内 / lint and the fast tests
	@$(PYTHON) tools/setup.py --dev --quiet
	@$(VENV)/python tools/verify.py lint quick -- $(PYTEST_ARGS)

check: ## 格式、类型、分层、文档 / style, types, layers, docs
	@$(PYTHON) tools/setup.py --dev --quiet
	@$(VENV)/python tools/verify.py lint types layers docs

bench: ## 运行 bench/ 下的测速：ARGS=--whole 按指标的规模 / run the measurements in bench/
	@$(PYTHON) tools/setup.py --dev --quiet
	@$(VENV)/python tools/run_benches.py $(ARGS)

docs: ## 重新生成参考文档 / write docs/reference anew
	@$(PYTHON) tools/setup.py --dev --quiet
	@$(VENV)/python tools/generate_docs.py

fonts: ## 取得公文字体的自由代替字体和生僻字、表情字体 / free fonts for PDFs
	@$(PYTHON) tools/fonts.py

lock: ## 依赖有变时重新锁定 / lock the dependencies anew
	@$(PYTHON) tools/setup.py --dev --quiet
	@$(VENV)/python tools/lock.py $(ARGS)

new-check: ## 新建体检规则：CODE=SB09 SLUG=… GROUP=substance TITLE=… / begin a new check
	@$(PYTHON) tools/new_check.py "$(CODE)" "$(SLUG)" "$(GROUP)" "$(TITLE)"

clean: ## 删除安装结果，保留数据 / remove what was installed, keep the data
	rm -rf .venv node_modules var/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
